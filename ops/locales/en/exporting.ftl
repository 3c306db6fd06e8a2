help-export = What units did, for inspections and the archive: workbooks or JSON.
help-export-roster = The roster: each member's mark at each session, a sheet for each branch.
help-export-summary = The figures of a unit and of each below it.
help-export-policies = The policies: their state, the numbers, and what is lacking.
help-export-month = The month, such as 2026-11; without it, this month
help-export-xlsx = write a workbook
help-export-json = write a JSON file
export-bad-month = "{ $month }" is no month such as 2026-11.
