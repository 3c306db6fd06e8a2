# 事件：报告、查看、处理。

## 识别的词语
words-report = 报告|上报|报告事件|事件上报|上报事件|report
words-skip = 跳过|没有|无|不附照片|skip
words-incidents = 事件|我的事件|事件列表|incidents

## 按钮
choice-report = 报告事件
choice-incidents = 我的事件
choice-report-cancel = 取消报告
choice-report-more = 其他类别……
choice-report-skip = 跳过照片，直接提交
choice-incident-photo = 查看照片
choice-incident-show = 返回 { $number }
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
report-photo = 最后，可以发送一张现场照片（请避免拍到学生面部）；没有照片请点“跳过”。
report-photo-kept = 已收到照片，将随报告一起提交。
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
incident-photo = 事件 { $number } 的照片
incident-unknown = 没有找到这一事件，或您无权查看。
incident-ask-note = 请发送新的进展。不补充请发送“取消”。
incident-ask-resolution = 请简要说明处置情况，或点下面的按钮。
incident-left = 好的，没有改动。
incident-received = 已收到，正在登记……
command-late = 已收到，登记需要稍多一点时间，完成后会在这里告诉您，无需重复操作。

## 照片
photo-not-now = 现在用不到照片。如要报告事件，请先点“报告事件”，再发送照片。
photo-too-large = 照片太大，最大 { $most } MB，请压缩后再发送。
photo-too-many-pixels = 照片的尺寸太大，无法打开，请缩小后再发送。
photo-not-a-photo = 这个文件不是可用的照片，请发送 JPEG、PNG 或 WebP 格式的图片。
photo-damaged = 照片已损坏或不完整，请重新发送。
photo-gone = 照片已无法找到。
