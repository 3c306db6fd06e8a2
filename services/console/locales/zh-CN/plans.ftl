# 单位的学习计划

plans-link = 学习计划
plans-title = { $unit }的学习计划
plans-turn = 学习计划页面
plans-heading = 计划（{ $count }）
plans-none = 还没有计划。可以新建一项，或用模板生成常用的月度安排。
plans-cancelled = 已取消的计划（{ $count }）
plan-about = { $kind } · { $opens }–{ $closes } · { $minutes } 分钟学时
plan-version = 第 { $version } 版
plan-next = 最近：
plan-next-none = 近两个月没有这项学习。
plan-list-comma = 、
plan-sessions = 近期学习（{ $count }）
plan-sessions-none = 近两个月没有学习。
session-open = 已开始
plan-more = ……另有 { $count } 项，请选择下属单位查看。
plan-terms = 学期（{ $count }）
plan-terms-none = 还没有设定学期。
plan-new = 新建计划
plan-terms-link = 学期与模板
plan-edit = 修改
plan-edit-label = 修改计划“{ $title }”
plan-cancel = 取消整项计划
plan-cancel-label = 取消计划“{ $title }”
session-edit-label = 修改 { $day } 的“{ $title }”
session-cancel = 取消这一次
session-cancel-label = 取消 { $day } 的“{ $title }”
task-cancel = 取消这项任务
plan-somebody = 有人

## 已完成
done-made = 计划已建立，具体场次稍后出现在下面。
done-changed = 已修改；变动的场次稍后更新，并通知有关人员。
done-cancelled = 已取消，会通知有关人员。
done-term = 学期已设定。
done-copied = 新学期现有 { $made } 项复制来的计划。
done-template = 按模板建立 { $made } 项，已有 { $already } 项，不能建立 { $refused } 项。

## 规则的说法
rule-once = { $day }，一次
rule-weekly = 每{ $weekday }
rule-fortnightly = 每两周的{ $weekday }
rule-monthly-day = 每月{ $monthday }
rule-monthly-weekday = 每月{ $nth }{ $weekday }
rule-term-weeks = 学期第 { $weeks } 周的{ $weekday }
rule-yearly-day = 每年 { $months } 月的{ $monthday }
rule-as-it-is = 按规则 { $rule }
rule-moved = { $mover ->
        [next-working-day] 遇休息日顺延至下一个工作日
        [previous-working-day] 遇休息日提前至上一个工作日
       *[skip] 遇休息日不安排
    }
rule-from = { $first } 起
rule-from-to = { $first } 至 { $last }
rule-term = 学期 { $term }
plan-weekday = { $day ->
        [MO] 周一
        [TU] 周二
        [WE] 周三
        [TH] 周四
        [FR] 周五
        [SA] 周六
       *[SU] 周日
    }
plan-nth = { $nth ->
        [first] 第一个
        [second] 第二个
        [third] 第三个
        [fourth] 第四个
       *[last] 最后一个
    }
plan-month-day = { $day ->
        [last] 最后一天
       *[other] { $day }日
    }
plan-mover = { $mover ->
        [next-working-day] 顺延至下一个工作日
        [previous-working-day] 提前至上一个工作日
        [skip] 不安排
       *[as-is] 照常进行
    }
plan-kind = { $kind ->
        [first-agenda-item] 第一议题
        [study-group] 理论学习中心组
        [branch-meeting] 支部党员大会
        [committee-meeting] 支部委员会会议
        [group-meeting] 党小组会
        [party-lecture] 党课
        [theme-day] 主题党日
        [online-course] 网络课程
        [warning-education] 警示教育
        [micro-lecture] 微党课
        [contest] 竞赛
        [self-study] 自学
        [training] 集中培训
       *[other] 学习
    }
plan-subject = { $subject ->
        [party-spirit] 党性教育
        [theory] 理论学习
        [discipline] 纪律教育
        [professional] 业务学习
       *[other] 其他
    }
plan-member-kind = { $kind ->
        [full] 正式党员
        [probationary] 预备党员
        [activist] 入党积极分子
       *[staff] 教职工
    }
plan-position = { $position ->
        [secretary] 书记
        [deputy-secretary] 副书记
        [organiser] 组织委员
        [propagandist] 宣传委员
        [discipline-officer] 纪检委员
        [group-leader] 党小组长
       *[instructor] 授课人
    }
plan-evidence = { $evidence ->
        [minutes] 学习分钟数
        [note] 学习笔记
        [photo] 照片
        [attendance-code] 现场出示的签到码
        [quiz] 小测验
       *[none] 不需要
    }
plan-extent = { $extent ->
        [this] 只改这一次
        [following] 这一次及以后各次
       *[all] 所有未开始的场次
    }
plan-term-option = { $term }（{ $first } 至 { $last }）
plan-no-term = 不按学期

## 表单
plan-new-title = 新建计划
plan-edit-title = 修改“{ $title }”
session-edit-title = 修改 { $day } 的“{ $title }”
plan-all-hint = 这里的修改适用于所有未开始的场次，已开始的保持原样；只改一次，请在近期学习中选那一次。
plan-part-time = 时间
plan-part-days = 日期
plan-part-who = 参加人员
plan-part-evidence = 凭据与迟到
plan-not-of-one = 类型、学习内容、日期规则和参加人员属于整项计划，不能只改这一次。
plan-make = 建立计划
plan-save = 保存修改
plan-give-up = 返回，不保存
plan-now = 现在的内容（第 { $version } 版）：
plan-now-how = 您填写的仍保留在下面，再次提交将以您的为准；或者
plan-begin-anew = 从现在的内容重新开始
field-title = 标题
field-kind = 类型
field-subjects = 学习内容
field-extent = 修改范围
field-day = 日期
hint-day = 这一次改到哪一天。
field-opens = 开始
field-closes = 截止
field-closes-after-days = 几天后截止
hint-closes-after-days = 0 表示当天截止。
field-grace-minutes = 宽限（分钟）
hint-grace = 截止后在宽限内打卡记为迟到。
field-credit-minutes = 学时（分钟）
field-repeat = 重复
hint-repeat = 下面各项中，只有所选方式提到的才起作用。
repeat-once = 一次，在第一天
repeat-weekly = 每周，在所选星期几
repeat-fortnightly = 每两周，在所选星期几
repeat-monthly-day = 每月，在所选日期
repeat-monthly-weekday = 每月，在第几个星期几
repeat-term-weeks = 学期中的某些周，在所选星期几
repeat-as-it-is = 保持现在的规则
field-weekday = 星期几
field-month-day = 每月的哪一天
field-nth = 当月第几个
field-weeks = 学期的第几周
hint-weeks = 例如 1-8, 10
field-mover = 遇休息日
field-term = 学期
hint-term = 选了学期，计划随学期结束，第一天可以不填。
field-first-day = 第一天
field-last-day = 最后一天
hint-last-day = 不填则一直进行，或随学期结束。
field-kinds = 人员类别
hint-kinds = 都不选表示全部。
field-positions = 职务
hint-positions = 都不选表示不限职务。
field-evidence = 打卡时提交
field-evidence-least = 至少
hint-least = 分钟数，或笔记的字数。
quiz-heading = 小测验的题目
quiz-hint = 每题填写 2 至 6 个选项，并选中正确的一个；选中几个即为多选题，选全才算答对。其余选项留空。空白的题目不算。成员在聊天中逐题作答，可以重做。
quiz-question = 第 { $number } 题
quiz-text = 题目
quiz-choice-label = 选项 { $letter }
quiz-right-label = 选项 { $letter } 正确
quiz-more = 再加一题
quiz-drop = 删除第 { $number } 题
field-quiz-least = 答对几题算通过
hint-quiz-least = 0 表示答完即可。
field-late-accepted = 接受宽限内的打卡
field-late-percent = 迟到打卡的学时折算（%）
field-reason = 原因
hint-reason = 所有有关人员都会看到。

## 取消
plan-cancel-title = 取消计划“{ $title }”
session-cancel-title = 取消 { $day } 的“{ $title }”
plan-cancel-how = 取消所有未开始的场次；已结束的保留在记录中。
session-cancel-how = 只取消这一次；已有的打卡保留在记录中。
task-cancel-title = 取消 { $day } 的“{ $title }”
task-cancel-how = 会通知所有应参加的人；已有的打卡保留在记录中。
task-gone-title = 列表中已没有这项任务
plan-keep = 不取消

## 学期与模板
term-set-title = 设定学期
term-set = 设定学期
field-term-id = 学期名称
hint-term-id = 用字母、数字和连字符，例如 2027-spring。再次使用同一名称，将改变以后新计划所用的日期。
term-copy-title = 复制学期计划
term-copy-how = 每项计划在另一个学期的同一周、同一星期几重新建立。
term-copy-needs-two = 请先设定两个学期：从哪个学期复制，复制到哪个学期。
term-copy = 复制计划
field-from-term = 从
field-to-term = 到
template-title = 常用月度安排
template-how = 为这个单位建立常用的计划；重复提交不会建立两次。
template-plans = { $name }：{ $count } 项计划
template-from-now = 从本月起，不按学期
template-use = 建立这些计划
field-template = 模板
field-for-term = 适用

## 不能接受的填写
wrong-title = 请填写标题，不超过 120 字。
wrong-kind = 请选择类型。
wrong-subjects = 请从列表中选择学习内容。
wrong-extent = 请选择只改这一次、这一次及以后，还是所有场次。
wrong-day = 请按 2026-11-15 的样子填写日期。
wrong-opens = 请按 15:00 的样子填写开始时间。
wrong-closes = 请按 17:00 的样子填写截止时间。
wrong-closes_after_days = 可在 0 至 100 天后截止。
wrong-grace_minutes = 宽限不超过 44640 分钟（31 天）。
wrong-credit_minutes = 请填写学时分钟数，不超过 1440。
wrong-evidence = 请选择打卡时提交什么。
wrong-evidence_least = 请填写至少多少，不超过 10000。
wrong-quiz-empty = 请至少填写一道题。
wrong-quiz-text = 请填写第 { $number } 题的题目，一行，不超过 { $most } 字。
wrong-quiz-choice = 第 { $number } 题的选项 { $letter } 请写成一行，不超过 { $most } 字。
wrong-quiz-choices = 第 { $number } 题至少要有两个选项。
wrong-quiz-same = 第 { $number } 题有两个相同的选项。
wrong-quiz-right = 请选中第 { $number } 题的正确选项。
wrong-quiz_least = 请填写答对几题算通过，0 至 { $count }，不能超过题数。
wrong-late_percent = 迟到打卡的学时折算为 0 至 100%。
wrong-kinds = 请从列表中选择人员类别。
wrong-positions = 请从列表中选择职务。
wrong-repeat = 请选择重复方式。
wrong-weekday = 请选择星期几。
wrong-month_day = 请选择每月的哪一天。
wrong-nth = 请选择当月第几个星期几。
wrong-weeks = 请填写学期的第 1 至 60 周，例如 1-8, 10。
wrong-weeks-need-a-term = 按学期的周安排需要学期：请选择一个，或先设定学期。
wrong-mover = 请选择遇休息日怎么办。
wrong-first_day = 请按 2026-11-15 的样子填写第一天。
wrong-last_day = 请按 2026-11-15 的样子填写最后一天。
wrong-version = 表单不完整，请重新打开。
wrong-reason = 请填写原因，一行，不超过 500 字。
wrong-not-of-one = 类型、学习内容、日期规则和参加人员属于整项计划：请选择这一次及以后，或所有场次。
wrong-only-of-one = 只有单独一次可以改到另一天：请选择只改这一次。
wrong-nothing-changed = 与现在的内容没有不同。
wrong-term_id = 学期名称只能用字母、数字和连字符，不超过 64 个。
wrong-from_term = 请选择从哪个学期复制。
wrong-to_term = 请选择复制到哪个学期。
wrong-same-term = 请选择两个不同的学期。
wrong-template = 请选择模板。

## 拒绝
refused-conflict = { $who }在此期间改过这项计划，您的修改还没有保存。
refused-conflict-own = 您已经在这个页面或别处改过，没有再次修改。
refused-unknown-plan = 这项计划已经不在了。
refused-unknown-unit = 学习打卡服务还不认识这个单位，请稍后再试。
refused-unknown-term = 这个单位没有这个学期，请先设定。
refused-unknown-occurrence = 没有这一次，或不能这样修改。
refused-bad-rule = 计划不能用这条规则，请换一种重复方式。
refused-never-happens = 按这些日期一次也没有。
refused-closes-before-it-opens = 截止早于开始。
refused-ends-before-it-begins = 最后一天早于第一天。
refused-is-cancelled = 已经取消。
refused-is-open = 已经开始，只能取消。
refused-is-over = 已经结束，保留在记录中。
refused-nothing-to-copy = 前一个学期没有可以复制过来的计划。
refused-id-is-taken = 这张表单已经提交过，计划已在列表中：请查看列表，或重新打开表单。
refused-no-answer = 没有收到回答，请再次提交：不会重复建立。
