# 单位的一个月

month-link = 本月学习情况
month-title = { $month } 学习情况
month-turn = 换月
month-home = 首页
month-sums = 参学情况
month-count = 应到 { $expected } 人次，已打卡 { $done }，未打卡 { $missing }
month-ways = 其中迟到 { $late }、补卡 { $madeup }；请假 { $excused } 人次；共 { $minutes } 分钟学时
month-nothing-asked = 这个月没有要求参加的学习。
month-below = 下属单位（{ $count }）
month-sessions = 学习安排（{ $count }）
month-no-sessions = 这个月没有学习安排。
month-policies = 制度落实
month-no-policies = 没有适用的制度，或者当时系统里还没有这个单位。
session-credit = { $minutes } 分钟学时
session-provisional = 日期待节假日公布后确定
policy-state = { $state ->
        [met] 已达到
        [can-still] 尚可达到
        [not-met] 未达到
       *[nothing-asked] 无可评数据
    }
policy-source = 依据：{ $source }
policy-missing = { $metric ->
        [participation] 有未打卡的人员（{ $count }）
        [minutes-share] 未达到比例的人员（{ $count }）
        [member-coverage] 尚未参加的人员（{ $count }）
       *[unit-coverage] 尚未开展的单位（{ $count }）
    }
policy-more = ……另有 { $count }
export-file = { $kind ->
        [roster] 下载考勤表
        [policies] 下载制度落实表
       *[summary] 下载汇总表
    }
policy-window = { $first } 至 { $last }。
session-single = 单项任务
session-from-above = 上级安排
month-closed = 本月已结账，之后的更正另行列出。
month-at-close = 结账时应到 { $expected } 人次，已打卡 { $done }。
month-adjusted = 结账后的更正（{ $count }）
adjusted-comma = 、
adjusted-count = { $name ->
        [expected] 应到
        [done] 已打卡
        [late] 迟到
        [made_up] 补卡
        [excused] 请假
       *[minutes] 分钟学时
    }
adjusted-because = { $reason ->
        [chat] 补收的打卡
        [code] 补收的打卡
        [roll-call] 点名
        [made-up] 补卡
        [opened] 名单确定
        [cancelled] 学习取消
        [joined] 加入
        [transferred-in] 转入
        [transferred-out] 转出
        [scope-changed] 参加范围变化
        [leave] 请假
        [leave-ended] 请假取消
        [left] 离开
        [retired] 离退休
        [unreachable] 失联
        [returned] 恢复
       *[other] { $reason }
    }
month-not-begun = 这个月的学习还没有开始。
