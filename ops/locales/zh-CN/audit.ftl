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
help-audit-log = 查看谁改了什么：某个服务的审计日志中最新的记录。
help-audit-verify = 检查审计日志有没有被改动、缺漏或截断；有则退出码为 1。
help-audit-checkpoint = 记下审计日志现在到哪里，另行保管，以后交给 verify 比对。
help-audit-service = 只看这个服务的日志
help-audit-subject = 只看与这个成员、单位或其他编号有关的
help-audit-actor = 只看这个成员或进程做的
help-audit-kind = 只看这个集合，如 members
help-audit-action = 只看这个操作，如 directory.register-member.v1
help-audit-limit = 最多多少条
help-audit-against = checkpoint 写出的文件：其中记下的记录必须还在
help-audit-out = 写到哪个文件
audit-bad-checkpoint = { $path } 不是检查点：请给出 "zhixing audit checkpoint" 写出的文件。
audit-checkpoint-written = 已写入 { $path }：请保管在数据库管理人员改动不了的地方。
audit-log-whole = { $service }：审计日志完整（{ $checked } 条；其中 { $erased } 条的个人信息已依请求删除）。
audit-log-broken = { $service }：审计日志不完整：{ $checked } 条中有 { $faults } 处问题。
audit-fault-changed = { $service }：第 { $seq } 条写入后被改动过。
audit-fault-missing = { $service }：缺少第 { $seq } 条。
audit-fault-reordered = { $service }：第 { $seq } 条不在应在的位置。
audit-fault-unlinked = { $service }：第 { $seq } 条接不上它前面的一条。
audit-fault-truncated = { $service }：日志被截断：第 { $seq } 条及其后的记录不见了。
audit-fault-beyond-head = { $service }：第 { $seq } 条及其后的记录是从外部塞入的。
audit-fault-personal-changed = { $service }：第 { $seq } 条的个人信息被改动过。
audit-fault-personal-missing = { $service }：第 { $seq } 条的个人信息不见了，但没有删除个人信息的记录。
audit-fault-checkpoint = { $service }：第 { $seq } 条不是检查点记下的那一条。
audit-removed = 已移除
audit-values-erased = 已删除：{ $fields }
column-audit-seq = 序号
column-audit-at = 时间（UTC）
column-audit-actor = 操作者
column-audit-action = 操作
column-audit-subject = 对象
column-audit-change = 变更
column-audit-reason = 原因
