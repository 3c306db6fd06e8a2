# 事件：报告、查看、处理。

## 识别的词语
words-report = 报告|上报|报告事件|事件上报|上报事件|report
words-incidents = 事件|我的事件|事件列表|incidents

## 按钮
choice-report = 报告事件
choice-incidents = 我的事件
choice-report-cancel = 取消报告
choice-report-more = 其他类别……
choice-report-when = { $minutes ->
        [0] 刚刚
        [30] 约半小时前
        [60] 约一小时前
       *[180] 约三小时前
    }
choice-report-category = { incident-category }
choice-report-severity = { $severity } 级 · { incident-severity }
choice-incident = { $number }
choice-incident-move = { $move ->
        [acknowledge] 签收
        [note] 补充进展
        [resolve] 处置完毕
       *[close] 办结
    }
choice-incident-plain = 不写说明，直接确认

## 名称
incident-category = { $category ->
        [food_safety] 食品安全
        [traffic] 校门交通
        [bullying] 学生欺凌
        [teacher_conduct] 师德师风
        [fees] 收费
        [admissions] 招生
        [facilities] 校舍设施
        [natural_hazard] 自然灾害
        [health_epidemic] 卫生防疫
        [mental_health] 心理健康
        [security] 校园安全
        [rumour] 网络传言
        [exam_discipline] 考风考纪
        [staff_pay] 教职工待遇
        [teaching_load] 课业负担
        [out_of_school_training] 校外培训
       *[other] 其他
    }
incident-severity = { $severity ->
        [4] 特别重大
        [3] 重大
        [2] 较大
       *[1] 一般
    }
incident-state = { $state ->
        [reported] 待签收
        [acknowledged] 处置中
        [resolved] 已处置
       *[closed] 已办结
    }

## 报告
report-what = 发生了什么？请用一两句话说明（不要写学生姓名等个人信息）。
report-where = 在什么地点？
report-when = 什么时候发生的？
report-category = 属于哪一类？
report-category-hint = 属于哪一类？根据 { $phrases }，可能是“{ incident-category }”，请您确认。
report-severity = 严重程度如何？（1 最轻，4 最重）
report-severity-hint = 严重程度如何？（1 最轻，4 最重）根据 { $phrases }，可能是 { $severity } 级，请您判断。
report-received = 已收到报告，正在登记编号并通知值班人员……
report-cancelled = 已取消，没有报告任何事件。
report-over = 这份报告已经提交或取消。如需再报，请点“报告事件”。
report-too-long = 文字太长了，最多 { $most } 字，请缩短后再发送。

## 查看与处理
incidents-none = 您没有未办结的事件。
incidents-list = 未办结的事件有 { $count } 项：
incidents-more = ……另有 { $count } 项
incident-line = • { $number } { incident-category } · { incident-severity }，{ incident-state }{ $clock ->
        [set] （{ $due } 前签收）
       *[none] { "" }
    }：{ $title }
incident-shown = 【{ $number }】{ incident-category } · { incident-severity }，{ incident-state }
    单位：{ $unit }
    地点：{ $where }
    时间：{ $occurred }
    情况：{ $what }{ $clock ->
        [set] （请在 { $due } 前签收）
       *[none] { "" }
    }
incident-unknown = 没有找到这一事件，或您无权查看。
incident-ask-note = 请发送新的进展。不补充请发送“取消”。
incident-ask-resolution = 请简要说明处置情况，或点下面的按钮。
incident-left = 好的，没有改动。
incident-received = 已收到，正在登记……
command-late = 已收到，登记需要稍多一点时间，完成后会在这里告诉您，无需重复操作。
