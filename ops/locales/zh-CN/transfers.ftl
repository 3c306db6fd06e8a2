help-transfers = 组织关系转接。
help-transfers-list = 某成员的转接记录，最新的在前。
help-transfers-request = 申请转接，由接收方决定。
help-transfers-accept = 代表接收方同意接收。
help-transfers-refuse = 代表接收方不予接收。
help-transfers-cancel = 撤回申请。
help-transfer-id = 转接编号；用 “zhixing members pending” 查看
help-transfer-to = 转入的单位
help-transfer-reason = 原因
help-transfer-why-not = 不予接收的原因
help-as = 以哪名成员的名义办理
help-as-member = 以哪名成员的名义办理；不填则为本人
transfers-none = 没有 { $member } 的转接记录。
transfer-requested = 转接 { $id } 已提交，等待接收方决定。
transfer-accepted = 转接 { $id } 已同意：该成员现属新单位。
transfer-refused = 转接 { $id } 未予接收。
transfer-cancelled = 转接 { $id } 已撤回。
transfer-needs-reason = 请说明原因：--reason 不能为空。
transfer-not-possible = { $reason ->
    [unknown-member] 没有这名成员。
    [unknown-unit] 没有这个单位。
    [unknown-transfer] 没有这条转接。
    [same-unit] 该成员已经在这个单位。
    [under-way] 该成员另有一条转接正在等待决定：请先撤回。
    [over] 这条转接已经决定、撤回，或已过期。
    [not-permitted] 该成员无权办理：由本人或转出单位书记申请，由接收方决定。
   *[closed-unit] 这个单位已撤销。
}
transfer-state = { $state ->
    [requested] 等待中
    [accepted] 已接收
    [refused] 未接收
    [cancelled] 已撤回
   *[expired] 已过期
}
column-transfer = 转接编号
column-from = 转出单位
column-to = 转入单位
column-reason = 原因
column-until = 等待至
