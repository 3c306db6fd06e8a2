help-contests = 学习竞赛：积分规则、榜单。
help-contests-list = 列出为这个单位或其上级举办的竞赛。
help-contests-hold = 举办竞赛：默认本单位以下的各支部参加，按自带的规则积分。
help-contests-cancel = 取消竞赛。
help-contests-end = 已到时间的竞赛：固定最终结果；未到时间的：安排届时固定。
help-contests-board = 查看榜单。
help-contests-show = 按成员本人的意愿，把姓名列入个人榜。
help-contests-hide = 把成员从个人榜上撤下。
help-contest-id = 竞赛的编号；见“zhixing contests list”
help-contest-title = 名称
help-contest-of = 哪一类单位参加：zone、school、branch 或 group
help-contest-teams = 以队伍参加：YAML 文件，teams 下列出 group_id、name、member_ids
help-contest-rules = 积分规则：YAML 文件，rules 下列出各条
help-contest-per-member = 按人均积分排名
help-contest-individuals = 设个人榜；只有本人选择的成员才会出现
help-contest-name = 榜上显示的姓名
contests-column-contest = 编号
contests-column-title = 名称
contests-column-first = 起始
contests-column-last = 截止
contests-column-version = 版本
contests-column-state = 状态
contests-column-rank = 名次
contests-column-name = 名称
contests-column-points = 积分
contests-column-members = 人数
contest-held = 有效
contest-cancelled = 已取消
contest-ended = 已公布结果
contest-final = 最终结果已于 { $at } 确定。
contest-to-be-final = 最终结果将于 { $at } 确定。
contest-nobody = 本单位以下没有 { $kind } 类单位。
contest-announced = 竞赛已设立：{ $contest }
contest-is-cancelled = 竞赛已取消：{ $contest }
contest-shown = 已列入个人榜：{ $contest }
contest-hidden = 已从个人榜撤下：{ $contest }
contest-refused = { $reason ->
    [unknown-unit] 没有这个单位。
    [ends-before-it-begins] 截止日期早于起始日期。
    [begins-in-the-past] 起始日期不能早于今天。
    [has-begun] 竞赛已经开始，规则不能再改。
    [is-cancelled] 竞赛已经取消。
    [has-ended] 竞赛已结束，结果不再改动。
    [conflict] 竞赛已被改过，现为第 { $version } 版。
    [no-such-group] 参赛单位不在举办单位之内。
    [group-twice] 有单位、队伍或成员重复出现。
    [no-individuals] 这项竞赛不设个人榜。
    [not-taking-part] 该成员不参加这项竞赛。
   *[unknown-contest] 没有这项竞赛。
}
