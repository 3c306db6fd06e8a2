help-people = Members and their units from and to sheets; what is held about a member.
