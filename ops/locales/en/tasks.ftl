help-tasks = What a unit is asked to do, of plans and by itself.
help-tasks-list = List the tasks of a unit and those below it: sessions of plans, and tasks that were set by themselves.
help-tasks-cancel = Cancel a task that was set by itself, also when it has opened; those concerned are told. Sessions of plans: “zhixing plans cancel”.
help-tasks-first-day = From this day on (2026-11-15); without it, from today
help-tasks-days = For so many days
help-tasks-task = Id of the task; see “zhixing tasks list”
tasks-column-task = Id
tasks-column-title = Title
tasks-column-unit = Unit
tasks-column-opens = Opens
tasks-column-closes = Closes
tasks-column-plan = Plan
tasks-column-slot = Slot
task-cancelled = { $task } is cancelled; those concerned are told.
task-refused = { $reason ->
    [is-cancelled] { $task } is cancelled already.
    [is-over] { $task } is over already and stays in the record.
   *[unknown-occurrence] There is no task { $task } that was set by itself; “zhixing tasks list” shows those there are, “zhixing plans cancel” cancels sessions of a plan.
}
