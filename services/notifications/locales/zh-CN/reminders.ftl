task-closing-soon = 《{ $task }》将于 { $closes } 截止，您还没有打卡。点下面的按钮，或发送“打卡”即可。
button-check-in = 打卡
preferences-kept = 已保存。学习任务提醒：{ $study ->
        [on] 开
       *[off] 关
    }；志愿服务提醒：{ $shifts ->
        [on] 开
       *[off] 关
    }。{ $quiet ->
        [none] 不设免打扰时段。
       *[some] 免打扰时段：{ $starts } 至 { $ends }；您主动查询的结果和紧急事件不受影响。
    }
preferences-not-yours = 此会话已不再绑定该成员，未作更改。请发送新的 6 位绑定码重新绑定。
preferences-no-such-zone = 没有“{ $zone }”这个时区，未作更改。
