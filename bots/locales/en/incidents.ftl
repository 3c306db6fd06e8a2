# Incidents: reporting, looking, handling.

## Words that are understood
words-report = report|report incident|report an incident
words-skip = skip|none|no photo
words-incidents = incidents|incident|my incidents

## Buttons
choice-report = Report an incident
choice-incidents = My incidents
choice-report-cancel = Cancel the report
choice-report-more = Other categories …
choice-report-skip = Send it without a photo
choice-incident-photo = Look at the photo
choice-incident-show = Back to { $number }
choice-report-when = { $minutes ->
        [0] Just now
        [30] About half an hour ago
        [60] About an hour ago
       *[180] About three hours ago
    }
choice-report-category = { incident-category }
choice-report-severity = { $severity }: { incident-severity }
choice-incident = { $number }
choice-incident-move = { $move ->
        [acknowledge] Acknowledge
        [note] Add news
        [resolve] Resolved
       *[close] Close
    }
choice-incident-plain = Confirm without a remark

## Names
incident-category = { $category ->
        [food_safety] food safety
        [traffic] traffic at the gate
        [bullying] bullying
        [teacher_conduct] staff conduct
        [fees] fees
        [admissions] admissions
        [facilities] buildings and facilities
        [natural_hazard] natural hazard
        [health_epidemic] health and epidemics
        [mental_health] mental health
        [security] campus security
        [rumour] online rumour
        [exam_discipline] exam discipline
        [staff_pay] staff pay
        [teaching_load] teaching load
        [out_of_school_training] out-of-school training
       *[other] other
    }
incident-severity = { $severity ->
        [4] very grave
        [3] grave
        [2] serious
       *[1] minor
    }
incident-state = { $state ->
        [reported] to be acknowledged
        [acknowledged] being handled
        [resolved] resolved
       *[closed] closed
    }

## Reporting
report-what = What happened? One or two sentences, please (no pupils' names or other personal data).
report-where = Where?
report-when = When did it happen?
report-category = What kind of incident is it?
report-category-hint = What kind of incident is it? Because of { $phrases } it may be: { incident-category }. Please decide.
report-severity = How grave is it? (1 least, 4 worst)
report-severity-hint = How grave is it? (1 least, 4 worst) Because of { $phrases } it may be { $severity }. Please decide.
report-photo = Last, you may send one photo of the place (no pupils' faces, please). If you have none, tap the button.
report-photo-kept = The photo is received and will go with the report.
report-received = Your report is received; it is being given a number, and the duty officer is being told …
report-cancelled = Cancelled: nothing was reported.
report-over = This report was sent or cancelled already. To report another, tap "Report an incident".
report-too-long = That is too long: at most { $most } characters, please shorten it.

## Looking and handling
incidents-none = You have no open incidents.
incidents-list = Open incidents: { $count }
incidents-more = … and { $count } more
incident-line = • { $number } { incident-category }, { incident-severity }, { incident-state }{ $clock ->
        [set] {" "}(by { $due })
       *[none] { "" }
    }: { $title }
incident-shown = { $number }: { incident-category }, { incident-severity }, { incident-state }
    Unit: { $unit }
    Where: { $where }
    When: { $occurred }
    What: { $what }{ $clock ->
        [set] {" "}(to be acknowledged by { $due })
       *[none] { "" }
    }
incident-photo = Photo of incident { $number }
incident-unknown = There is no such incident, or you may not see it.
incident-ask-note = Send your news. To leave it, send "cancel".
incident-ask-resolution = Say briefly how it was resolved, or tap the button below.
incident-left = All right, nothing was changed.
incident-received = Received, being recorded …
command-late = Received; recording takes a little longer. You will be told here when it is done; no need to repeat it.

## Photos
photo-not-now = A photo is of no use just now. To report an incident, tap "Report an incident" first and send the photo then.
photo-too-large = The photo is too large: at most { $most } MB, please send a smaller one.
photo-too-many-pixels = The picture has too many pixels to be opened. Please send a smaller one.
photo-not-a-photo = This file is no photo that can be used. Please send a JPEG, PNG or WebP.
photo-damaged = The photo is damaged or incomplete. Please send it again.
photo-gone = The photo cannot be found any more.
