task-moved = “{ $task }”改期：原定 { $was }，现改为 { $opens } 至 { $closes }。
task-cancelled = { $was } 的“{ $task }”已取消。{ $given ->
        [some] 原因：{ $why }
       *[none] 您无需处理。
    }
plan-made = 已安排“{ $title }”。发送“计划”可查看近期各次。
plan-session-cancelled = 已取消这一次“{ $title }”，并通知应参加的人。
plan-cancelled = 已取消计划“{ $title }”；已开始的保留。
plan-changed = 已修改计划“{ $title }”。
plan-term-set = 已设定学期起止日期。
plan-copied = 已把计划复制到新学期。发送“计划”可查看。
plan-refused-unknown-plan = 这项计划已不存在，没有改动。请发送“计划”，在列表中重新选择。
plan-refused-unknown-unit = { $given ->
        [yes] 没有安排“{ $title }”：系统中没有这个单位。
       *[no] 没有改动：系统中没有这个单位。
    }请联系学校管理员核对您的单位。
plan-refused-unknown-term = 本单位没有这个学期，没有改动。请先在控制台设定学期起止日期。
plan-refused-unknown-occurrence = 已没有这一次学习，没有改动。请发送“计划”，在列表中重新选择。
plan-refused-conflict = { $given ->
        [yes] “{ $title }”在此期间已有改动，这次没有处理。
       *[no] 这项计划在此期间已有改动，这次没有处理。
    }请发送“计划”重新查看，仍需要时再操作一次。
plan-refused-bad-rule = 没有改动：重复的规则无法识别。请在控制台安排。
plan-refused-never-happens = 没有改动：这样安排一次也不会举行。请在控制台核对起止日期和重复规则。
plan-refused-closes-before-it-opens = 没有改动：截止早于开始。请在控制台核对时间。
plan-refused-ends-before-it-begins = 没有改动：最后一天早于第一天。请在控制台核对日期。
plan-refused-is-cancelled = { $given ->
        [yes] “{ $title }”已经取消，您无需处理。
       *[no] 已经取消，您无需处理。
    }
plan-refused-is-open = { $given ->
        [yes] “{ $title }”已经开始，不能再改，没有改动。
       *[no] 已经开始，不能再改，没有改动。
    }如不举行，请发送“计划”取消这一次。
plan-refused-is-over = { $given ->
        [yes] “{ $title }”已经结束，保留在记录中，没有改动。
       *[no] 已经结束，保留在记录中，没有改动。
    }发送“计划”可查看接下来的安排。
plan-refused-nothing-to-copy = 没有复制：那个学期没有可以放进新学期的计划。请在控制台核对两个学期。
plan-refused-id-is-taken = { $given ->
        [yes] “{ $title }”此前已安排过，其后可能已修改或取消，保持不变。
       *[no] 此前已安排过，保持不变。
    }请发送“计划”查看，或在控制台修改。
