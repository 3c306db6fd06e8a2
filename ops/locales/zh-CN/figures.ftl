help-figures = 单位的学习统计：按周、月、季、年查看应参加、已完成和补学情况。
help-figures-show = 查看一个单位及其下级的统计。
help-figures-window = 例如 2026-W47、2026-11、2026-Q4 或 2026
help-figures-verify = 将全部统计与打卡记录、应到名单核对；不作任何修改。
help-figures-rebuild = 根据打卡记录和应到名单重新生成统计；服务照常运行。
figures-no-window = { $window } 不是有效的时间段，请写成 2026-W47、2026-11、2026-Q4 或 2026。
figures-open = 未关闭
figures-closed = 已关闭
figures-now = 当前
figures-at-close = 关闭时
figures-column-sessions = 场次
figures-column-expected = 应参加
figures-column-done = 已完成
figures-column-on-time = 按时
figures-column-late = 迟到
figures-column-made-up = 补学
figures-column-excused = 请假
figures-column-minutes = 学时（分钟）
figures-column-participation = 参学率
figures-part-facts = 成员记录
figures-part-units = 单位汇总
figures-verified = { $different ->
    [0] 全部统计与打卡记录、应到名单一致。
   *[other] 有 { $different } 项统计不一致；可用 `zhixing figures rebuild` 重新生成。
 }
figures-rebuilt = { $part }：{ $different } 项不一致，已更正。
