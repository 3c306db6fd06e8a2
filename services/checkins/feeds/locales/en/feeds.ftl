calendar-name = Zhixing study
calendar-description = { $status ->
        [cancelled] Cancelled. { $why }
        [tentative] { $minutes } minutes of credit. The year's holidays are not announced yet; the day may move.
       *[confirmed] { $minutes } minutes of credit.
    }
