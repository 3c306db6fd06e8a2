help-app = 知行：在一台机器上运行、检查和维护整个系统。
help-with-parts = 在空闲端口上启动私有的消息服务和数据库，运行给定命令，然后全部停止。
help-need = 安装缺少的 Debian 软件包（需要 root）。
failed = 错误：
