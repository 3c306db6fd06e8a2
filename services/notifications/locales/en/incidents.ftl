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
        [4] severity 4, very grave
        [3] severity 3, grave
        [2] severity 2, serious
       *[1] severity 1, minor
    }
incident-suggested-category = { $suggested_category ->
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
incident-suggested-severity = { $suggested_severity ->
        [4] severity 4
        [3] severity 3
        [2] severity 2
        [1] severity 1
       *[0] no severity
    }
incident-clock = { $clock ->
        [sure] Please acknowledge by { $due }.
        [provisional] Please acknowledge by { $due } (provisional: that year’s holidays are not announced yet).
       *[none] This is the end of the chain: it will not climb any further.
    }
incident-receipt = { $officers ->
        [0] Your report is received as { $number } ({ incident-category }, { incident-severity }). No duty officer is registered for your unit or above it: please phone at once.
        [one] Your report is received as { $number } ({ incident-category }, { incident-severity }). The duty officer has been told and is to acknowledge by { $due }; otherwise it climbs to the next.
       *[other] Your report is received as { $number } ({ incident-category }, { incident-severity }). { $officers } duty officers have been told and are to acknowledge by { $due }; otherwise it climbs to the next.
    }
incident-report-refused-not-allowed = You may not report incidents for this unit. If it is urgent, please phone the school admin or the duty officer.
incident-report-refused-already-reported = This incident has been reported already; there is no need to send it again.
incident-alert = Incident { $number }: { incident-category }, { incident-severity }
    Unit: { $unit }
    Where: { $where }
    When: { $occurred_at }
    What: { $what }
    Reported by: { $reporter }
    { $suggested_category ->
        [none] Hint from the text: not recognised, please judge for yourself.
       *[other] Hint from the text: { incident-suggested-category }, { incident-suggested-severity }, because of { $phrases } (a hint only).
    }
    { incident-clock }
incident-escalated = Incident { $number } climbs to you (step { $step }): { incident-category }, { incident-severity }. Nobody acknowledged it by { $missed }.{ $late ->
        [yes] {" "}Note: this comes late because the system was interrupted.
       *[no] { "" }
    }
    Unit: { $unit }
    Where: { $where }
    What: { $what }
    { incident-clock }{ $last ->
        [yes] {" "}This is the end of the chain.
       *[no] { "" }
    }
incident-unanswered = Incident { $number } is unanswered: { incident-category }, { incident-severity }. It has climbed to the end of the chain, and nobody acknowledged it by { $missed }. Acknowledge it now, or telephone (reminder { $time }).{ $late ->
        [yes] {" "}Note: this comes late because the system was interrupted.
       *[no] { "" }
    }
    Unit: { $unit }
    Where: { $where }
    What: { $what }
    { $more ->
        [yes] If nobody acknowledges, you will be told again at { $again }.
       *[no] There will be no further reminder; the incident stays open.
    }
incident-unanswered-reporter = The incident { $number } that you reported ({ $unit }: { incident-category }, { incident-severity }) has climbed to the end of the chain and nobody has acknowledged it. Please telephone at once.
incident-acknowledged = Incident { $number } was acknowledged by { $actor } at { $at }.
incident-noted = News of incident { $number } from { $actor } ({ $at }): { $text }
incident-resolved = Incident { $number } was resolved by { $actor } at { $at }.{ $spoken ->
        [yes] {" "}Resolution: { $text }
       *[no] { "" }
    }
incident-closed = Incident { $number } was closed by { $actor } at { $at }.{ $spoken ->
        [yes] {" "}Remark: { $text }
       *[no] { "" }
    }
incident-you-acknowledged = You have acknowledged incident { $number } ({ $unit }). Please add news as it comes, and confirm when it is resolved.
incident-you-noted = Your note on incident { $number } is recorded.
incident-you-resolved = Incident { $number } is marked as resolved and can be closed.
incident-you-closed = Incident { $number } is closed.
incident-refused-unknown-incident = There is no such incident. Send “incidents” to see yours.
incident-refused-not-allowed = You may not handle this incident.
incident-refused-already-acknowledged = Incident { $number } was acknowledged by { $by } at { $at } already.
incident-refused-not-acknowledged = Incident { $number } is not acknowledged yet; please do that first.
incident-refused-already-resolved = Incident { $number } was resolved by { $by } at { $at } already.
incident-refused-not-resolved = Incident { $number } is not resolved yet; please confirm that first, then close it.
incident-refused-already-closed = Incident { $number } was closed by { $by } at { $at } already.
button-incident-acknowledge = Acknowledge
button-incident-note = Add news
button-incident-resolve = Resolved
button-incident-close = Close
button-incident-photo = Look at the photo
