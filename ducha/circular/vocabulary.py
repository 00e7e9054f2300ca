"""The words of the genre: labels, measures, bounds, verbs. Data only; no place in it."""

from __future__ import annotations

import re


def split_words(text: str) -> tuple[str, ...]:
    """Split a block of words; the longest first, so that an alternation takes the longest."""
    return tuple(sorted(set(text.split()), key=lambda word: (-len(word), word)))


def alternation(names: tuple[str, ...]) -> str:
    """Write a regular expression that matches any of the words."""
    return "(?:" + "|".join(map(re.escape, names)) + ")"


LEAD_LABELS = split_words("""
    牵头单位 牵头部门 牵头责任单位 责任牵头单位 牵头负责单位 主办单位 总牵头单位 第一责任单位
    主责单位 主要责任单位 主管单位 主管部门 市级牵头单位 省级牵头单位 市牵头单位 牵头 主办
    主责部门 主办部门 牵头实施单位 牵头落实单位 牵头承办单位
""")
RESPONSIBLE_LABELS = split_words("""
    责任单位 责任部门 实施单位 实施主体 责任主体 落实单位 承办单位 承担单位 完成单位 建设单位
    责任分工 落实部门 实施部门 承办部门 市级责任单位 省级责任单位 具体责任单位 责任单位及部门
    负责单位 负责部门 项目实施单位 项目责任单位 组织实施单位 承办
""")
SUPPORT_LABELS = split_words("""
    配合单位 配合部门 协办单位 协办部门 协同单位 协同部门 参与单位 参加单位 配合实施单位 协作单位
    协助单位 配合责任单位 责任配合单位 共同责任单位 协同责任单位 参与部门 协办 配合 市级配合单位
    配合落实单位 协同实施单位
""")
PEOPLE_LABELS = split_words("""
    责任领导 主管领导 分管领导 牵头领导 责任人 分管副市长 分管副省长 分管副县长 分管副区长
    协管副秘书长 主要责任人 直接责任人 具体责任人 包保领导 市级领导 责任市领导 分管市领导
    牵头市领导 包联领导 分包领导 第一责任人 协管领导 市领导 市级责任领导 市级牵头领导 联系领导
    督办领导 领导 分管负责人 主要负责人 协管秘书长 责任秘书长 分管秘书长 省级领导 责任省领导
    牵头省领导 项目负责人 负责人 单位责任人
""")
DEADLINE_LABELS = split_words("""
    完成时限 完成时间 时限要求 办结时限 完成期限 建成时间 时间要求 计划完成时间 时限 实施时限
    完成日期 时间安排 实施时间 办理时限 完工时间 时间节点 建设周期 完成时间节点
""")
TASK_LABELS = split_words("""
    主要任务 工作目标 目标任务 建设内容 任务目标 工作内容 年度目标 主要内容 实施内容 工作任务
    具体内容 项目内容 建设任务 年度任务 重点任务 目标要求 任务内容 具体任务 实事内容 工作措施
    主要目标 工作要点 项目目标 建设目标 主要建设内容 建设规模及内容 建设规模 建设内容及规模
    项目内容及目标 工作标准 年度目标任务 主要工作
""")
MATTER_LABELS = split_words("""
    项目名称 事项名称 实事名称 实事项目 事项 项目 名称 民生实事 实事事项 重点事项 类别 项目类别
    实事类别 工程名称 任务名称 民生实事项目 重点民生实事 民生项目 实事内容及名称 事项类别 分类
""")
ASIDE_LABELS = split_words("""
    总投资 计划投资 年度投资 投资估算 投资规模 估算总投资 项目总投资 年度计划投资 投资额 投资金额
    投资概算 资金来源 资金筹措 建设地点 实施地点 项目地点 建设性质
""")

LEAD, RESPONSIBLE, SUPPORT, PEOPLE, DEADLINE, TASK, MATTER = (
    "lead",
    "responsible",
    "support",
    "people",
    "deadline",
    "task",
    "matter",
)
NUMBER, MEASURE, VALUE, OTHER = "number", "measure", "value", "other"
"""Roles of a field: what a label, or the heading of a column, announces."""
UNIT_ROLES = (LEAD, RESPONSIBLE, SUPPORT)
"""Roles whose values are units."""

LABELS: dict[str, str] = {
    **dict.fromkeys(LEAD_LABELS, LEAD),
    **dict.fromkeys(RESPONSIBLE_LABELS, RESPONSIBLE),
    **dict.fromkeys(SUPPORT_LABELS, SUPPORT),
    **dict.fromkeys(PEOPLE_LABELS, PEOPLE),
    **dict.fromkeys(DEADLINE_LABELS, DEADLINE),
    **dict.fromkeys(TASK_LABELS, TASK),
    **dict.fromkeys(ASIDE_LABELS, OTHER),
}
"""The role that a label at the head of a line announces."""
_NAMES = alternation(split_words(" ".join(LABELS)))
LABEL = re.compile(rf"[【\[（(]?(?P<label>{_NAMES})[】\])）]?(?:及[^：:，。]{{1,8}})?[：:]")
"""A field label with its colon."""
LABEL_ALONE = re.compile(rf"[【\[]?(?P<label>{_NAMES})[】\]]?$")
"""The same with a line of its own."""

COLUMNS: dict[str, str] = {
    **LABELS,
    **dict.fromkeys(MATTER_LABELS, MATTER),
    **dict.fromkeys(split_words("内容 任务 目标 任务及目标 工作任务及目标 目标及任务"), TASK),
    **dict.fromkeys(split_words("序号 编号 项目序号 号"), NUMBER),
    **dict.fromkeys(split_words("计量单位 单位 指标单位"), MEASURE),
    **dict.fromkeys(
        split_words("目标值 数量 任务数 目标数 年度目标值 计划数 任务量 全年目标 指标值"), VALUE
    ),
    **dict.fromkeys(
        split_words("牵头及责任单位 责任单位及责任人 责任单位（人） 责任单位和责任人"), RESPONSIBLE
    ),
    **dict.fromkeys(
        split_words("""
    备注 投资 计划投资 总投资 投资额 资金来源 一季度 二季度 三季度 四季度 第一季度 第二季度
    第三季度 第四季度 进度安排 推进计划 工作进度 联系人 联系电话 年度计划投资 实施地点 建设地点
    受益范围 上半年 下半年 季度目标 阶段目标 时间进度 计划投资（万元） 总投资（万元） 投资（万元）
    资金（万元）
"""),
        OTHER,
    ),
}
"""The role that a heading of a table announces."""

THINGS = split_words("""
    人次 人 名 例 户次 户 套 个 所 处 座 场次 场 块 条 辆 张 部 台 件 项 批次 家 次 盏 株 棵 头 只
    副 支 对 组 期 门 份 册 本 篇 首 幅 间 栋 幢 孔 眼 口 根 片 宗 起 笔 位 席 村 台套 台次 人份
    床 站 艘 架 枚 柱 面 节 课时 站次 车次 辆次 件次 家次 趟 班次 类 杆 樘 扇 桶 箱 袋 尾 羽 个次
    项次 道 款 处次 学时 批 轮 队 单元 门次 箱次 机位 车位 学位 床位 泊位 托位 厕位 铺位 名次 剂次
    剂 针次 支次 套次 顶 列 卷 瓶 桌 具 盆 匹
    客位 餐 柜 封 梯次 棚 罐 针 仓 人天 亩次 款次 例次 本次 盘 株次 头次 人日 台班
""")
THINGS_AT_END = split_words("路 班 单 回 团 届 井 包")
"""Measures only where nothing but a sign or a bound follows: 6400路, but 12路公交."""
AMOUNTS = split_words("""
    平方米 平方公里 平方千米 平米 公里 千米 米 延米 延长米 车道公里 亩 公顷 吨 立方米 立方 升
    千瓦时 千瓦 兆瓦 兆瓦时 元 倍 个百分点 百分点 公斤 千克 克 微克 毫克 毫米 厘米 ㎡ ㎞ km m²
    个千分点
    千伏安 兆伏安 标准立方米 标方 GB TB 兆 千伏 蒸吨 吨标准煤 吨标煤 人月 美元
""")
TIMES = split_words("""
    年度 年 个月 月 日 天 个工作日 工作日 个小时 小时 分钟 秒钟 秒 周 个季度 季度 时 点钟 学年
    学期 个学期 个自然日 周年 个年度 点 刻钟
""")
AGES = split_words("岁 周岁 月龄 岁半 周龄")
RANKS = split_words("""
    级 年级 等 型 号 版 代 届 层 楼 类人群 星级 线 号线 路车 大 甲 期工程 号楼 号文 字头 码 式
    股道
""")
IDLE_NOUNS = split_words(
    "方面 环节 步骤 维度 阶段 层面 必须 不准 严禁 关键 重点 一批 一 原则 统一 到位 角度 领域"
)
"""Nouns after 个 that are no things to be counted."""

PER_MEASURES = split_words("""
    千人 万人 百人 人 人·年 人·月 人年 人月 户 生 生·年 生年 平方米 立方米 亩 次 天 日 月 年 学年
    张 床 公里 班 人·学年 人·次 户·年 人·天 平方公里 千克 公斤 吨 小时 升
""")

RATE_OF_SERVICE = split_words("""
    筛查 合格 及时 满意 达标 治疗 随访 管理 接种 检测 签约 办结 响应 抽检 优良 知晓 服务率 诊断
    救治 巩固 处置 检验
""")
"""A rate of these must hold every month; other rates have until their deadline."""

VERBS = split_words("""
    帮助 引导 鼓励 吸纳 促进 助力 扶助 指导 选树 征集 动员 吸引 回收 转移 疏解 腾退 盘活 化解 消除
    销号 新建 改建 扩建 改扩建 新改扩建 新增 改造 建成 完成 培训 开展 组织 举办 发放 安装 购置
    更换 救助 建设 实施 推进 提供 打造 创建 设立 培育 建立 修建 组建 布局 排查 整治 治理 修复 提升
    改善 开工 新开工 开工建设 惠及 涉及 带动 受益 资助 扶持 招聘 引进 提高 增加 覆盖 配备 铺设
    敷设 维修 修缮 加装 增设 添置 投放 检查 抽检 检测 筛查 体检 签约 服务 演出 放映 配送 送 认定
    评选 选派 招募 安置 帮扶 发展 种植 栽植 绿化 清理 清淤 疏浚 拆除 回购 筹集 交付 竣工 投入使用
    开通 优化 调整 新购 投入 办理 受理 化解 调处 培养 建档 评估 适配 走访 慰问 关爱 关停 淘汰 销毁
    出动 曝光 查处 落实 新、改建 新、改、扩建 新（改）建 新（扩）建 新改建 新建（改建） 新建改造
    确保 实现 推动 供应 解决 保障 巡回 开设 启动 建好 设置 养护 硬化 打通 更新 植树 造林 复垦 通达
    升级 接种 诊断 咨询 干预 宣讲 巡查 巡诊 义诊 援助 编制 制作 创作 免除 减免 拨付 兑现 支持 招收
    录取 接收 新设 续建 迁建 重建 保有 下达 争取 完善 收治 康复 配置 发布 推出 上线 归集 整合 盘活
    储备 开发 维护 筹建 建造 翻建 翻修 扩容 改扩 增补 聘用
""")
STRONG_VERBS = split_words("""
    新建 改建 扩建 改扩建 新增 改造 建成 建设 打造 创建 设立 培育 购置 组建 修建 举办 开工 新开工
    增设 建好 新设 至少 不少于 不低于 均有 有 各 各建 各新建 完成 配备 各建设 续建 迁建 布设 达到
    建立 投放 设置 各建成 各有 开工建设 争取 力争
""")
"""Verbs and bounds before which even a single Chinese digit is a target."""

NAME_VERBS_DROPPED = split_words("实现 完成 组织 确保 达到 力争 争取")
LEADING = split_words("""
    全年 今年 年内 本年 本年度 年度 当年 到年底 至年底 年底前 年底 年底实现 全市 在全市 全省 全县
    全区 全州 全市共 共 共计 合计 总计 累计 将 要 计划 力争 确保 进一步 持续 大力 积极 统筹 同时
    并 其中 再 拟 预计 争取 大幅 深入 全面 加快 着力 扎实 稳步 切实 继续 率先 上半年 下半年 一季度
    二季度 三季度 四季度 分批 至少 主要 具体 即 在 以 一是 二是 三是 四是 五是 六是 约 每年 最终
    使 包括 包含 含 另 另外 全部 其余 分别 今年以来 通过 于 市本级 到 至 前 内 等 的 和 及 与 、
    ： ， 努力 按期 高质量 高标准 市级 底前 底 免费 本着
""")

AT_LEAST_BEFORE = split_words(
    "≥ ≧ 不少于 不低于 不小于 至少 最少 达到 达 不下于 不得少于 不得低于 保底 应达到 均达 达至"
)
MORE_BEFORE = split_words("> ＞ 超过 突破 多于 大于 高于 超 超出")
AT_MOST_BEFORE = split_words("""
    ≤ ≦ < ＜
    不超过 不高于 不多于 不大于 控制在 低于 少于 小于 不得超过 不得高于 限制在 压减至 降至 降到
    下降到 下降至 降低到 降低至 控制到 压缩至 压缩到 缩短至 缩短到
""")
EQUAL_BEFORE = split_words("""
    约 大约 近 将近 提高到 提升到 提高至 提升至 增加到 增加至 增长到 扩大到 扩大至 增至 增到
    保持
    保持在 稳定在 至 到 为 共 共计 合计 总计 累计 力争 争取 确保 均 各 分别 有 均有 调整到 调整为
    上调至 由 从 总数 达成 计 是 仅 每 设 均设 均为 都 都有 设有 拥有 维持在 提高为 全部 也 再
    完成 ： : 调整至 上调到 应 应有 要 将 须 需 能够 稳步 就 其
""")
AT_LEAST_AFTER = split_words("以上 及以上 （含）以上 (含)以上 之上 起")
AT_MOST_AFTER = split_words("以内 以下 之内 之下 及以下 内")
ABOUT_AFTER = split_words("左右 上下")
STRIVE = split_words("力争 争取 力求")

RISE = "(?:提高|提升|增加|增长|扩大|上升|下降|降低|压减|缩短|调整|上调|上浮|增|降|压缩|减少|提)"
PAST = split_words("截至 截止 目前 现已 当前 已经 已 去年 上年 此前 前期 现有 原有 已有 历年")
RESUMES = split_words("全年 年底 确保 今年 力争 计划 目标 年内 本年 下一步 到年底 将 剩余")

REQUIREMENTS = split_words("""
    工作目标 总体目标 主要目标 总体思路 实施范围 目标要求 工作原则 时间安排 方法步骤 推进步骤
    其他事项 组织领导 工作要求 保障措施 总体要求 指导思想 基本原则 有关要求 几点要求 督查考核
    督导考核 考核评价 宣传引导 资金保障 组织保障 监督检查 督促检查 强化督查 强化督导 落实责任
    压实责任 健全机制 工作机制 推进机制 组织实施 高度重视 提高认识 统一思想 明确责任 严格考核
    强化考核 加强宣传 加强领导 加强督查 加强督导 工作步骤 实施步骤 基本要求 提高站位 思想认识
    强化责任 加强监督 月报制度 报告制度 建立台账 严明纪律 营造氛围 政治站位 要素保障 强化保障
    强化宣传 广泛宣传 跟踪问效 问责 信息报送 严格奖惩 工作目标和要求 附则 责任分工要求 统筹协调
    强化协同 加强协调 密切配合 加强统筹 强化统筹 强化落实 狠抓落实 跟踪督办 强化跟踪 加强调度
    强化调度 严格督导 严肃 进度管理 强化组织 加强组织
""")
"""Words in the heading of a section that asks for diligence, not for a target."""
WRAPPERS = split_words("任务 项目 清单 内容 分工 事项 实事 安排 目标")

VAGUE_UNITS = split_words("""
    有关部门 相关部门 有关单位 相关单位 各有关单位 各相关单位 市直有关部门 市直相关部门
    市直有关单位 市直相关单位 各部门 各单位 市直各部门 市直各单位 行业主管部门 各行业主管部门
    市级有关部门 市级相关部门 省直有关部门 责任单位 各责任单位 有关行业主管部门 相关职能部门
    有关职能部门 各有关部门 各相关部门 相关企业 有关企业 社会力量 项目单位 省有关部门 市有关部门
    市相关部门 其他部门 其他单位 各成员单位 成员单位 其他有关部门 其他相关部门 有关市直部门
    相关市直单位 有关市直单位 市直单位 市直部门 其他有关单位 其他相关单位 各级各部门 相关市直部门
    市各有关部门
""")
