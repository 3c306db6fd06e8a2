task-moved = “{ $task }” was moved: not at { $was } but from { $opens } to { $closes }.
task-cancelled = “{ $task }” at { $was } is cancelled. { $given ->
        [some] Reason: { $why }
       *[none] You need not do anything.
    }
