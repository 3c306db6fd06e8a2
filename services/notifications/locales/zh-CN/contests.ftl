# 学习竞赛的最终结果
contest-ended = 《{ $title }》已结束，最终结果已确定。共 { $groups } 个参赛单位或队伍，积分居前的是：
    { $best }
contest-ended-own = 《{ $title }》已结束，最终结果已确定。您得 { $points } 分，个人榜第 { $rank } 名。积分居前的单位或队伍：
    { $best }
