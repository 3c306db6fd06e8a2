help-figures = Figures of units: what was expected, done and made up, by week, month, quarter and year.
help-figures-show = Show the figures of a unit and all below it.
help-figures-window = Such as 2026-W47, 2026-11, 2026-Q4 or 2026
help-figures-verify = Compare all figures with the check-ins and lists that they are made of; changes nothing.
help-figures-rebuild = Make the figures anew from the check-ins and lists; the service goes on working.
figures-no-window = { $window } is no window such as 2026-W47, 2026-11, 2026-Q4 or 2026.
figures-open = open
figures-closed = closed
figures-now = now
figures-at-close = when it was closed
figures-column-sessions = sessions
figures-column-expected = expected
figures-column-done = done
figures-column-on-time = on time
figures-column-late = late
figures-column-made-up = made up
figures-column-excused = excused
figures-column-minutes = minutes
figures-column-participation = taking part
figures-part-facts = facts of members
figures-part-units = sums of units
figures-verified = { $different ->
    [0] All figures are those of the check-ins and lists.
   *[other] { $different } figures differ; `zhixing figures rebuild` makes them anew.
 }
figures-rebuilt = { $part }: { $different } were different and are right now.
