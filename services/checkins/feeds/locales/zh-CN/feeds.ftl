calendar-name = 知行 学习安排
calendar-description = { $status ->
        [cancelled] 已取消。{ $why }
        [tentative] 计 { $minutes } 分钟学时。节假日安排尚未公布，日期可能调整。
       *[confirmed] 计 { $minutes } 分钟学时。
    }
