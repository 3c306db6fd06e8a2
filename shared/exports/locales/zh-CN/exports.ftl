# 导出的表格。

sheet-summary = 单位汇总
sheet-policies = 制度落实
title-roster = { $unit } { $month } 学习考勤表
title-summary = { $unit } { $month } 学习情况汇总
title-policies = { $unit } { $month } 制度落实情况
nobody = 这个单位及以下没有成员。
column-member = 姓名
column-unit = 单位
column-kind = 类别
column-day = 日期
column-sessions = 学习次数
column-expected = 应到
column-done = 实到
column-on-time = 按时
column-late = 迟到
column-made-up = 补卡
column-excused = 请假
column-minutes = 学时（分钟）
column-participation = 参学率
column-policy = 制度
column-first = 起始
column-last = 截止
column-state = 结论
column-numerator = 现有
column-denominator = 总数
column-threshold = 要求
column-needed = 尚缺
column-missing = 未达到的人员或单位
column-source = 依据
mark-on-time = √
mark-late = 迟
mark-made-up = 补
mark-excused = 假
mark-missing = 缺
mark-open = ·
mark-on-time-means = 按时
mark-late-means = 迟到
mark-made-up-means = 补卡
mark-excused-means = 请假
mark-missing-means = 缺席
mark-open-means = 尚未截止
state-met = 已达到
state-can-still = 尚可达到
state-not-met = 未达到
state-nothing-asked = 无要求
separator = 、
names-and = { $rest ->
        [0] { $names }
       *[other] { $names } 等，另有 { $rest } 个
    }
unit-kind-district = 区
unit-kind-zone = 片区
unit-kind-school = 学校
unit-kind-branch = 支部
unit-kind-group = 小组
