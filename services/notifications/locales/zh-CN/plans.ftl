task-moved = “{ $task }”改期：原定 { $was }，现改为 { $opens } 至 { $closes }。
task-cancelled = { $was } 的“{ $task }”已取消。{ $given ->
        [some] 原因：{ $why }
       *[none] 您无需处理。
    }
