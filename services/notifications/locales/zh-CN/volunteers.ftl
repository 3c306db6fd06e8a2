activity-published = 已发布志愿活动《{ $title }》（{ $place }）：{ $shifts } 个班次，共 { $places } 个名额。
activity-refused-not-allowed = 您不能{ $wanted ->
        [cancel] 取消这项志愿活动：只有组织者，或本单位及上级的书记、管理员可以取消。
       *[publish] 在该单位发布志愿活动《{ $title }》。如有需要，请联系支部书记或学校管理员。
    }
activity-refused-already-published = 志愿活动《{ $title }》已经发布过，无需重复发布。
activity-refused-shift-already-published = 志愿活动《{ $title }》的班次编号已被占用，请重新发布。
activity-refused-in-the-past = 没有发布《{ $title }》：班次的开始时间已经过去，请改成将来的时间。
activity-refused-unknown-activity = 没有找到这项志愿活动。
activity-refused-already-cancelled = 志愿活动《{ $title }》已经取消过了。
activity-refused-already-over = 志愿活动《{ $title }》已经结束，不能再取消。
activity-cancelled = 已取消志愿活动《{ $title }》（{ $place }）。{ $members ->
        [0] 没有人报名。
       *[other] 将通知 { $members } 位已报名的成员。
    }
activity-cancelled-for-you = 志愿活动《{ $title }》（{ $place }）已取消。您报名的班次（{ $starts } 开始{ $shifts ->
        [1] { "" }
       *[other] ，共 { $shifts } 个
    }）不再进行，名额已退回。
signup-confirmed = 报名成功：《{ $title }》，{ $starts } 至 { $ends }，地点：{ $place }。到场后发送“到场”加现场的 6 位数字码即可计时。
signup-refused-full = 没有报上：《{ $title }》（{ $starts }）名额已满。如有人退出，可以再报。
signup-refused-collides = 没有报上：《{ $title }》（{ $starts }）和您已报的《{ $other }》（{ $other_starts }）时间冲突。
signup-refused-started = 没有报上：《{ $title }》已于 { $starts } 开始。
signup-refused-ended = 没有报上：《{ $title }》已于 { $ends } 结束。
signup-refused-cancelled = 没有报上：《{ $title }》（{ $starts }）已取消。
signup-refused-not-invited = 没有报上：这个班次不面向您所在的单位。
signup-refused-already-signed-up = 您已经报过《{ $title }》（{ $starts }），无需重复报名。
signup-refused-unknown-shift = 没有找到这个班次。请发送“志愿”查看最新的班次。
signup-cancelled = 已退出《{ $title }》（{ $starts }），名额已退回。
cancel-refused-not-signed-up = 您没有报这个班次，无需退出。
cancel-refused-too-late = 现在不能退出《{ $title }》（{ $starts }）：最迟应在 { $until } 前退出。如确实不能到场，请直接联系组织者。
attendance-recorded = 已登记到场：《{ $title }》，计 { $minutes } 分钟;您的志愿服务累计 { $total } 分钟。
attendance-refused-wrong-code = 数字码不对，请看现场的最新数字码再发送。
attendance-refused-expired-code = 这个数字码已过期：它每 30 秒更换一次，请看现场的最新数字码再发送。
attendance-refused-not-signed-up = 您没有已报名的班次，不能登记到场。请发送“志愿”报名。
attendance-refused-outside-the-shift = 现在不能登记《{ $title }》的到场：可登记的时间是 { $opens } 至 { $closes }。
attendance-refused-already-recorded = 您的到场已经登记过，无需重复登记。
attendance-refused-too-many-attempts = 输错次数过多，不能再用数字码登记。请联系组织者。
shift-reminder = 提醒：您报名的志愿活动《{ $title }》{ $starts } 开始，至 { $ends }，地点：{ $place }。
