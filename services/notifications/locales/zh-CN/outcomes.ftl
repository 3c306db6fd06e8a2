checkin-recorded = 已登记：《{ $task }》，计 { $minutes } 分钟。
    已连续打卡 { $streak } 天；本月 { $month_checkins } 次，共 { $month_minutes } 分钟。
checkin-refused-not-yet-open = 还没到打卡时间：《{ $task }》{ $at } 开始，请届时再打卡。
checkin-refused-closed = 打卡已截止：《{ $task }》已于 { $at } 结束。如需补卡，请联系本支部书记。
checkin-refused-already-checked-in = 无需重复打卡：《{ $task }》您已于 { $at } 打过卡。
checkin-refused-not-on-the-list = 您不在《{ $task }》的学习名单里。如果有误，请联系本支部书记。
checkin-refused-unknown-task = 没有找到这项学习任务，可能已被取消。请发送“任务”查看最新任务。
