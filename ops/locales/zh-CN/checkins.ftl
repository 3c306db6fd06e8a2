help-checkins = 打卡：点名、签到码、询问与更正、补卡。
help-checkins-rolls = 现在可以点名的活动。
help-checkins-roll = 一次活动的名单，以及每个人的情况。
help-checkins-roll-call = 登记到会的人，整个会议一次完成；再次点名只会增加，不会撤销。
help-checkins-code = 当前的签到码，在现场展示。
help-checkins-history = 一次打卡的全部版本。
help-checkins-question = 就一次打卡询问本人；更正之前仍然有效。
help-checkins-correct = 更正或撤销一次打卡；原来的内容仍可查看。
help-checkins-make-ups = 等待某人审批的补卡申请。
help-checkins-make-up = 审批补卡申请。
help-checkins-session = 活动编号；见 zhixing checkins rolls 和 zhixing tasks list
help-checkins-request = 申请编号；见 zhixing checkins make-ups
help-checkins-as = 以谁的名义办理；不填则以运维人员身份
help-checkins-version = 您看到的版本；见 zhixing checkins history
help-checkins-reason = 会告知本人
help-checkins-present = 到会的人
help-checkins-all = 名单里所有未打卡的人，注明缺席的除外
help-checkins-absent = 缺席的人和原因
help-checkins-minutes = 计多少分钟
help-checkins-late = 是否迟到
help-checkins-counts = 是否有效
help-checkins-accept = 审批结果
checkins-column-session = 活动
checkins-column-title = 标题
checkins-column-unit = 单位
checkins-column-opens = 开始
checkins-column-evidence = 凭据
checkins-column-member = 成员
checkins-column-state = 情况
checkins-column-how = 方式
checkins-column-version = 版本
checkins-column-absent = 缺席原因
checkins-column-counts = 有效
checkins-column-minutes = 分钟
checkins-column-late = 迟到
checkins-column-time = 打卡时间
checkins-column-change = 变动
checkins-column-reason = 理由
checkins-column-request = 申请
checkins-column-until = 期限
checkins-state = { $state ->
    [done] 已打卡
    [taken-back] 已撤销
    [excused] 请假
   *[missing] 未打卡
}
checkins-yes-or-no = { $answer ->
    [yes] 是
   *[no] 否
}
checkins-change = { $kind ->
    [questioned] 询问
    [corrected] 更正
    [taken-back] 撤销
    [made-up] 补卡
   *[recorded] 登记
}
checkins-unknown-session = 没有找到活动 { $session }。
checkins-no-check-in = { $member } 在这里没有打卡。
checkins-roll-called = 到会 { $count } 人。
checkins-not-marked = { $member } { $reason ->
    [not-on-the-list] 不在名单里。
    [already-checked-in] 已自行打卡。
   *[taken-back] 的打卡曾被撤销。
}
checkins-roll-call-refused = { $reason ->
    [unknown-task] 没有找到这次活动。
    [not-yet-open] 还不能点名：{ $at } 开始。
   *[too-late] 点名已截止：只能在 { $at } 前点名（ZHIXING_ROLL_CALL_DAYS）。
}
checkins-code = { $title }：{ $code }，到 { $until }，之后是 { $next }
checkins-no-code = { $reason ->
    [unknown-task] 没有找到这次活动。
    [no-code] 这次活动不用签到码。
   *[closed] 这次活动已结束。
}
checkins-questioned = 已询问本人；这次打卡现为第 { $version } 版。
checkins-corrected = 已更正；这次打卡现为第 { $version } 版。
checkins-correction-refused = { $reason ->
    [unknown-check-in] 没有找到这次打卡。
    [conflict] 已被别人（{ $by }）改过，现为第 { $version } 版，请重新查看。
    [nothing-changes] 与现有记录相同。
    [too-long] 分钟数超过了这项任务的学时。
   *[own-check-in] 不能更正自己的打卡。
}
checkins-decided = { $accepted ->
    [yes] 已同意补卡。
   *[no] 未同意补卡。
}
checkins-make-up-refused = { $reason ->
    [unknown-request] 没有找到这项申请。
    [unknown-task] 这项任务已取消。
    [already-checked-in] 已有打卡记录。
    [taken-back] 打卡已被撤销。
    [over] 这项申请已有结果或已失效。
    [too-late] 这项申请已失效。
   *[own-request] 不能审批自己的申请。
}
