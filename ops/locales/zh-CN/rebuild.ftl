help-rebuild = 由目录重建某个服务中单位、成员和会话的副本；该服务不必停止。
help-rebuild-service = 服务名，如 checkins
rebuilt = { $service }：{ $kind } 已重建（取得 { $kept } 条，移除 { $removed } 条）。
rebuild-nothing = { $service } 没有保存目录的副本。
