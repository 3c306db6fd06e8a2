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
state-nothing-asked = nothing asked
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
