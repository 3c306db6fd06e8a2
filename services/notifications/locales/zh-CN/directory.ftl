leave-reason = { $reason ->
        [sick] 病假
        [maternity] 产假
        [study] 学习进修
        [business-trip] 出差
        [personal] 事假
       *[other] 其他
    }
chat-linked-elsewhere = 您的账号刚刚绑定了新的会话（{ $channel ->
        [telegram] Telegram
       *[web] 网页
    }，{ $at }）。如果不是您本人操作，请立即点下面的按钮解绑，并告知支部书记。
leave-requested = { $deciders ->
        [0] 请假申请已登记（{ leave-reason }，{ $first } 至 { $last }）。目前没有可以审批的书记，请联系上级。
       *[other] 请假申请已登记（{ leave-reason }，{ $first } 至 { $last }），正等待支部书记审批。
    }
leave-asked = { $name } 请假：{ leave-reason }，{ $first } 至 { $last }，共 { $days } 天。是否同意？
leave-approved = 您的请假已生效：{ $first } 至 { $last }。期间不要求打卡，也不会提醒您。
leave-refused = 您的请假未获同意：{ $first } 至 { $last }。如有疑问，请联系支部书记。
leave-cancelled = 您的请假已取消：{ $first } 至 { $last }。
leave-cut-short = 您的请假已提前结束（到 { $last } 为止），从今天起照常打卡。
leave-withdrawn = { $name } 取消了请假：{ $first } 至 { $last }，无需再审批。
leave-you-decided = { $state ->
        [approved] 已同意 { $name } 请假：{ $first } 至 { $last }。
        [refused] 未同意 { $name } 请假：{ $first } 至 { $last }。
       *[cancelled] 已取消 { $name } 的请假：{ $first } 至 { $last }。
    }
leave-not-possible-unknown-member = 没有找到这名成员，未能登记请假。
leave-not-possible-unknown-leave = 没有找到这次请假。
leave-not-possible-overlaps = 这段时间与已有的请假重叠，未能登记。请先查看“我的请假”。
leave-not-possible-too-long = 请假时间太长，未能登记。请联系支部书记。
leave-not-possible-too-far-back = 开始日期过早，不能补请这么久以前的假。请联系支部书记。
leave-not-possible-ends-before-it-begins = 结束日期早于开始日期，未能登记请假。
leave-not-possible-over = 这次请假已有结果或已经结束，没有改动。
leave-not-possible-not-permitted = 您没有办理这次请假的权限。
transfer-requested = 您从{ $from }转入{ $to }的申请已提交，对方应在 { $until } 前答复。
transfer-asked = { $name } 申请从{ $from }转入{ $to }，理由：{ $text }。请在 { $until } 前答复，是否接收？
transfer-accepted = { $to }已接收您，您已从{ $from }转入。
transfer-refused = { $to }未接收您从{ $from }转入的申请。{ $spoken ->
        [yes] 理由：{ $text }
       *[no] { "" }
    }
transfer-cancelled = 您从{ $from }转入{ $to }的申请已撤回。
transfer-expired = 您从{ $from }转入{ $to }的申请逾期未获答复，已失效。
transfer-accepted-of = { $name } 已从{ $from }转入{ $to }。
transfer-refused-of = { $to }未接收 { $name } 从{ $from }转入。{ $spoken ->
        [yes] 理由：{ $text }
       *[no] { "" }
    }
transfer-cancelled-of = { $name } 从{ $from }转入{ $to }的申请已撤回。
transfer-expired-of = { $name } 从{ $from }转入{ $to }的申请逾期未答复，已失效。
transfer-not-possible-unknown-member = 没有找到这名成员。
transfer-not-possible-unknown-unit = 没有找到这个单位。
transfer-not-possible-unknown-transfer = 没有找到这项转接申请。
transfer-not-possible-same-unit = 该成员已经在这个单位。
transfer-not-possible-under-way = 该成员已有一项转接申请正在办理。
transfer-not-possible-over = 这项转接申请已有结果，没有改动。
transfer-not-possible-not-permitted = 您没有办理这项转接的权限。
transfer-not-possible-closed-unit = 这个单位已经撤销，不能转入。
button-chat-not-me = 不是我，解绑它
button-leave-approve = 同意
button-leave-refuse = 不同意
button-transfer-accept = 接收
button-transfer-refuse = 不接收
