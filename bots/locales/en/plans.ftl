# Plans and contests.

## Words that are understood
words-plans = plans|month plan|study plan|this month
words-contests = contests|contest|board|leader board

## Buttons
choice-plans = This month's plan
choice-plan-cancel = Cancel { $number }
choice-plan-template = Use the usual month
choice-plan-template-yes = Yes, make these plans
choice-contests = Contests
choice-contest = { $title }
choice-board-show = Show me on the board
choice-board-hide = Take me off the board

## Plans
plans-list = What is planned for your unit ({ $count }):
plans-none = Nothing is planned for your unit until the end of next month.
plans-more = and { $count } more; the console shows all.
plans-not-yours = Plans are made by secretaries; send "tasks" for your own.
plan-line = { $number }. { $title }: { $opens } to { $closes }{ $provisional ->
        [yes] {" "}(the day depends on holidays still to be announced)
       *[no] {""}
    }{ $single ->
        [yes] {" "}(single task)
       *[no] {""}
    }
plan-cancel-why = Why is "{ $title }" cancelled? Everybody concerned is told the reason. Send "no" to leave it.
plan-why-too-long = The reason has 1 to { $most } characters.
plan-cancel-received = Received; "{ $title }" will be cancelled and those concerned told.
plan-kept = Nothing was changed.
plan-gone = It was not found; it may have changed. Open the list again.
plan-not-yours = This session is planned for other units too, so it cannot be cancelled here. Please ask the secretary of the level above.
plan-template-look = For { $unit }, "{ $name }" from this month on:
plan-template-line = · { $title }
plan-template-received = Received; { $count } plans of "{ $name }" will be made. Those made this month already are not made twice.

## Contests
contests-list = The contests that you take part in:
contests-none = There is no contest that you take part in now, and none that ended lately.
contest-line = { $state ->
    [final] { $title } (until { $last }; final result)
   *[held] { $title } (until { $last })
}
contest-board = { $state ->
    [final] { $title } (until { $last }): this is the final result. You have { $points } points.
    [waiting] { $title } is over; late figures still count until the result is final on { $final }. You have { $points } points.
   *[held] { $title } (until { $last }): you have { $points } points.
}
contest-rank = { $rank }. { $name }: { $points } points
contest-individuals = Individuals who asked to be shown:
board-show-received = Received; your name will stand on the board. You can take it off at any time.
board-hide-received = Received; your name will be taken off the board.
