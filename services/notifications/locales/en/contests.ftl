# The final result of a contest.
contest-ended = “{ $title }” is over and its result is final. Of { $groups } groups, with their points, the first are:
    { $best }
contest-ended-own = “{ $title }” is over and its result is final. You have { $points } points and rank { $rank } on the board of individuals. The first groups, with their points:
    { $best }
