installing = 正在安装 Debian 软件包：{ $packages }（只需一次，约一分钟）
install-needs-debian = 本机缺少 { $packages }，且没有 apt-get，请自行安装后再试。
install-needs-root = 本机缺少 { $packages }：请用 root 运行一次本命令，或先执行 “sudo apt-get install { $packages }”。
install-failed = 安装 { $packages } 失败（{ $tail }），详见 { $log }。
port-in-use = 端口 { $port }（{ $purpose }）已被其他程序占用：请关闭该程序，或用 { $setting }=端口号 换一个。
port-forbidden = 当前用户无权使用端口 { $port }（{ $purpose }）：请用 { $setting }=端口号 换一个大于 1023 的端口。
no-permission = 无法写入 { $path }（{ $reason }）：请检查该目录的归属和权限。
broker-did-not-start = 消息服务 RabbitMQ 没有启动成功，详见 { $log }：{ $tail }
database-did-not-start = 数据库没有启动成功，详见 { $log }：{ $tail }
no-database-program = 本机没有 mongod，虚拟环境里也没有 SecantusDB：请执行 “make up” 重新安装，或用 MONGO_URL 指定已有的 MongoDB。
command-not-found = 找不到要运行的命令：{ $command }
