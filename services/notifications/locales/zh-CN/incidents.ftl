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
incident-suggested-category = { $suggested_category ->
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
incident-suggested-severity = { $suggested_severity ->
        [4] 特别重大
        [3] 重大
        [2] 较大
        [1] 一般
       *[0] 未判定
    }
incident-clock = { $clock ->
        [sure] 请在 { $due } 前签收。
        [provisional] 请在 { $due } 前签收（该年放假安排尚未公布，时间为暂定）。
       *[none] 已到责任链末端，不再上报。
    }
incident-receipt = { $officers ->
        [0] 已收到您的报告，编号 { $number }（{ incident-category }，{ incident-severity }）。本单位及上级均未登记值班人员，请立即电话报告。
       *[other] 已收到您的报告，编号 { $number }（{ incident-category }，{ incident-severity }）。已通知 { $officers } 名值班人员，应于 { $due } 前签收，逾期自动上报。
    }
incident-report-refused-not-allowed = 您没有报告该单位事件的权限。如情况紧急，请直接致电学校管理员或值班人员。
incident-report-refused-already-reported = 这一事件已经报告过，无需重复提交。
incident-alert = 【事件 { $number }】{ incident-category } · { incident-severity }
    单位：{ $unit }
    地点：{ $where }
    时间：{ $occurred_at }
    情况：{ $what }
    报告人：{ $reporter }
    { $suggested_category ->
        [none] 文本提示：未识别，请人工判断。
       *[other] 文本提示：{ incident-suggested-category } · { incident-suggested-severity }，依据 { $phrases }（仅供参考）。
    }
    { incident-clock }
incident-escalated = 【上报 { $number }】{ incident-category } · { incident-severity }，无人在 { $missed } 前签收，现转由您处理（第 { $step } 级）。{ $late ->
        [yes] 注意：因系统中断，本次上报已延迟。
       *[no] { "" }
    }
    单位：{ $unit }
    地点：{ $where }
    情况：{ $what }
    { incident-clock }{ $last ->
        [yes] 这是责任链的最后一级。
       *[no] { "" }
    }
incident-unanswered = 【无人签收 { $number }】{ incident-category } · { incident-severity }，已上报至责任链末端，至 { $missed } 仍无人签收。请立即签收或电话联系（第 { $time } 次提醒）。{ $late ->
        [yes] 注意：因系统中断，本次提醒已延迟。
       *[no] { "" }
    }
    单位：{ $unit }
    地点：{ $where }
    情况：{ $what }
    { $more ->
        [yes] 如仍无人签收，将于 { $again } 再次提醒。
       *[no] 系统不再提醒，事件保持待签收。
    }
incident-unanswered-reporter = 您报告的事件 { $number }（{ $unit }，{ incident-category }，{ incident-severity }）已逐级上报，至今无人签收。请立即电话报告。
incident-acknowledged = 事件 { $number } 已由{ $actor }于 { $at } 签收。
incident-noted = 事件 { $number } 有新进展，{ $actor }（{ $at }）：{ $text }
incident-resolved = 事件 { $number } 已由{ $actor }于 { $at } 处置完毕。{ $spoken ->
        [yes] 处置情况：{ $text }
       *[no] { "" }
    }
incident-closed = 事件 { $number } 已由{ $actor }于 { $at } 办结。{ $spoken ->
        [yes] 说明：{ $text }
       *[no] { "" }
    }
incident-you-acknowledged = 您已签收事件 { $number }（{ $unit }）。请及时补充进展，处置完毕后请确认。
incident-you-noted = 已记录事件 { $number } 的进展。
incident-you-resolved = 事件 { $number } 已标记为处置完毕，可以办结。
incident-you-closed = 事件 { $number } 已办结。
incident-refused-unknown-incident = 没有找到这一事件。请发送“事件”查看您的事件。
incident-refused-not-allowed = 您没有处理这一事件的权限。
incident-refused-already-acknowledged = 事件 { $number } 已由{ $by }于 { $at } 签收，无需重复签收。
incident-refused-not-acknowledged = 事件 { $number } 尚未签收，请先签收。
incident-refused-already-resolved = 事件 { $number } 已由{ $by }于 { $at } 处置完毕。
incident-refused-not-resolved = 事件 { $number } 尚未处置完毕，请先确认处置完毕，再办结。
incident-refused-already-closed = 事件 { $number } 已由{ $by }于 { $at } 办结。
button-incident-acknowledge = 签收
button-incident-note = 补充进展
button-incident-resolve = 处置完毕
button-incident-close = 办结
button-incident-photo = 查看照片
