help-tasks = 单位的学习任务：计划中的和单独发布的。
help-tasks-list = 列出单位及其下级的学习任务：计划的各次学习，以及单独发布的任务。
help-tasks-cancel = 取消单独发布的任务，已开始的也可以；会通知有关人员。计划中的某一次请用 zhixing plans cancel。
help-tasks-first-day = 从这一天起（2026-11-15）；不写则从今天起
help-tasks-days = 列出多少天
help-tasks-task = 任务编号；见 zhixing tasks list
tasks-column-task = 编号
tasks-column-title = 标题
tasks-column-unit = 单位
tasks-column-opens = 开始
tasks-column-closes = 截止
tasks-column-plan = 计划
tasks-column-slot = 场次
task-cancelled = 已取消 { $task }，会通知有关人员。
task-refused = { $reason ->
    [is-cancelled] { $task } 已经取消。
    [is-over] { $task } 已经结束，保留在记录中。
   *[unknown-occurrence] 没有单独发布的任务 { $task }；zhixing tasks list 列出现有任务，计划中的某一次请用 zhixing plans cancel 取消。
}
