help-audit = 核对账目。
help-audit-due = 核对每条应发消息是否已发送、失败或按规则不发；对不上或等待过久时退出码为 1。
help-audit-since = 从何时起：90m、12h、7d，或日期时间
help-audit-minutes = 允许等待的分钟数
help-audit-json = 输出 JSON
column-audit-lane = 类别
column-audit-kind = 消息
column-audit-planned = 应发
column-audit-sent = 已发送
column-audit-failed = 失败
column-audit-suppressed = 不发
column-audit-waiting = 等待中
column-audit-oldest = 最久等待
column-audit-reasons = 原因
audit-bad-since = “{ $since }”既不是 12h 这样的时长，也不是 2026-11-22T08:00 这样的日期时间。
audit-stuck = { $what ->
        [message] 已排队未发送
        [postponed] 已推迟未再处理
        [task] 未查询谁还没打卡
       *[timer] 定时器未发出
    }，已 { $minutes } 分钟：{ $kind }（{ $id }）
audit-more-stuck = ……另有 { $count } 项
audit-balanced = 账目平衡：应发 = 已发送 + 失败 + 不发 + 等待中。
audit-not-balanced = 账目不平：红色各行有应发消息没有着落。
