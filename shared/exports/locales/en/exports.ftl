# Tables that are exported.

sheet-summary = Units
sheet-policies = Policies
title-roster = { $unit }, { $month }: study roster
title-summary = { $unit }, { $month }: study figures
title-policies = { $unit }, { $month }: policies
nobody = There are no members in this unit or below it.
column-member = Name
column-unit = Unit
column-kind = Kind
column-day = Day
column-sessions = Sessions
column-expected = Expected
column-done = Done
column-on-time = On time
column-late = Late
column-made-up = Made up
column-excused = Excused
column-minutes = Minutes
column-participation = Participation
column-policy = Policy
column-first = From
column-last = Until
column-state = State
column-numerator = There
column-denominator = Of
column-threshold = Asked
column-needed = Lacking
column-missing = Who or what is lacking
column-source = Source
mark-on-time = √
mark-late = L
mark-made-up = M
mark-excused = E
mark-missing = ×
mark-open = ·
mark-on-time-means = on time
mark-late-means = late
mark-made-up-means = made up
mark-excused-means = excused
mark-missing-means = missing
mark-open-means = may still come
state-met = met
state-can-still = can still be met
state-not-met = not met
state-nothing-asked = nothing to judge
separator = {", "}
names-and = { $rest ->
        [0] { $names }
       *[other] { $names } and { $rest } more
    }
unit-kind-district = District
unit-kind-zone = Zone
unit-kind-school = School
unit-kind-branch = Branch
unit-kind-group = Group
value-sessions = Held: { $there }; asked: { $asked }.
value-participation = { $there } of { $of } expected check-ins ({ $share }); asked: { $asked }.
value-minutes-share = { $there } of { $of } minutes ({ $share }); asked: { $asked }.
value-member-coverage = { $there } of { $of } members ({ $share }); asked: { $asked }.
value-unit-coverage = { $there } of { $of } units ({ $share }); asked: { $asked }.
value-nothing = There is nothing to count; asked: { $asked }.
more-sessions = { $count ->
        [one] One more session is needed; what is planned makes it by { $day }.
       *[other] { $count } more sessions are needed; what is planned makes it by { $day }.
    }
more-sessions-unplanned = Sessions needed: { $count }, of which planned: { $planned }; { $lacking } more must be planned and held by { $day }.
more-participation = { $count ->
        [one] One more check-in by { $day } meets it.
       *[other] { $count } more check-ins by { $day } meet it.
    }
more-minutes-share = { $count ->
        [one] One more minute of this kind by { $day } meets it.
       *[other] { $count } more minutes of this kind by { $day } meet it.
    }
more-member-coverage = { $count ->
        [one] One more member by { $day } meets it.
       *[other] { $count } more members by { $day } meet it.
    }
more-unit-coverage = { $count ->
        [one] One more unit by { $day } meets it.
       *[other] { $count } more units by { $day } meet it.
    }
short-sessions = { $count } too few; the time is over.
short-participation = { $count } too few; what is open or planned cannot make it any more.
short-minutes-share = { $count } minutes too few; the time is over.
short-member-coverage = { $count } too few; the time is over.
short-unit-coverage = { $count } too few; the time is over.
column-forecast = What would still make it
