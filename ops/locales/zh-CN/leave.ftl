help-leave = 请假：请假的成员不计入应到，也不会被提醒。
help-leave-list = 某成员的请假记录，最近的在前。
help-leave-request = 申请请假，或由书记代为登记。
help-leave-approve = 同意请假。
help-leave-refuse = 不同意请假。
help-leave-cancel = 取消请假；已经开始的到此为止，成员今天起恢复。
help-leave-id = 请假编号；用 “zhixing leave list” 查看
help-leave-first = 第一天，例如 2026-03-02
help-leave-last = 最后一天（含）
help-leave-reason = sick、maternity、study、business-trip、personal 或 other
leave-none = 没有 { $member } 的请假记录。
leave-bad-day = “{ $day }” 不是日期，应写作 2026-03-02。
leave-requested = 请假 { $id } 已登记；是否等待审批，用 “zhixing leave list” 查看。
leave-approved = 请假 { $id } 已同意。
leave-refused = 请假 { $id } 未同意。
leave-cancelled = 请假 { $id } 已取消。
leave-not-possible = { $reason ->
    [unknown-member] 没有这名成员。
    [unknown-leave] 没有这条请假。
    [overlaps] 其中有些日子已经请假或正在申请。
    [too-long] 超过了最长请假天数（ZHIXING_LEAVE_LONGEST_DAYS）。
    [too-far-back] 开始日期早于允许补登的范围（ZHIXING_LEAVE_DAYS_BACK）。
    [ends-before-it-begins] 最后一天早于第一天。
    [over] 这条请假已经结束、决定或取消。
   *[not-permitted] 该成员无权办理：不能审批本人的请假，单位负责人的请假由上级审批。
}
leave-reason = { $reason ->
    [sick] 病假
    [maternity] 产假
    [study] 学习进修
    [business-trip] 出差
    [personal] 事假
   *[other] 其他
}
leave-state = { $state ->
    [requested] 待审批
    [approved] 已同意
    [refused] 未同意
    [cut-short] 提前结束
   *[cancelled] 已取消
}
column-leave = 请假编号
column-first-day = 第一天
column-last-day = 最后一天
