"""Names of government bodies: one body has several names, and lists leave out parts of them.

The table is about China's administration in general; it holds no place. Names stand without the
市/省/县 before them. A body that is not in the table is taken all the same, and asked about.
"""

from __future__ import annotations

import re

from ducha.circular.vocabulary import alternation, split_words

_NAMES = """
    人力资源社会保障局 人力资源和社会保障局 人社局 人力社保局
    教育体育局 教体局 教育和体育局
    教育局
    体育局
    卫生健康委 卫健委 卫生健康委员会 卫生和健康委员会 卫生健康局 卫健局
    卫生健康体育委 卫健体委 卫生健康体育委员会
    住房城乡建设局 住建局 住房和城乡建设局 住房城乡建设委 住建委 城乡建设局 城建局
    城市管理局 城管局 城管委 城市管理委 城市管理委员会
    城市管理综合执法局 城管执法局 综合执法局 城市综合执法局 城市管理和综合执法局 综合行政执法局
    发展改革委 发改委 发展和改革委员会 发展改革委员会 发展和改革委 发改局 发展改革局 发展和改革局
    财政局
    民政局
    公安局
    公安局交警支队 公安交警支队 交警支队
    司法局
    交通运输局 交通局 交通运输委
    农业农村局 农业农村委 农委 农业局
    水利局 水务局
    商务局 商务委
    文化广电和旅游局 文化广电旅游局 文广旅局 文旅局 文化和旅游局 文广旅体局 文旅广体局
    自然资源和规划局 自然资源规划局 自规局 资规局 自然资源局 规划和自然资源局
    生态环境局 环保局
    应急管理局 应急局
    市场监督管理局 市场监管局 市监局
    退役军人事务局 退役军人局
    医疗保障局 医保局
    审计局
    统计局
    林业局 园林绿化局 林业和草原局 林草局
    园林局 园林中心
    信访局
    工业和信息化局 工信局 经信局 经济和信息化局 工业信息化局
    科学技术局 科技局
    乡村振兴局 扶贫办
    行政审批和政务信息管理局 行政审批局 政务服务局 政务服务管理局 政务服务和大数据管理局 政数局
    大数据局 大数据管理局 数据局 大数据发展局 数据管理局
    行政服务中心 政务服务中心
    金融工作局 金融局 金融办 地方金融监管局
    机关事务管理局 机关事务局 机关事务中心
    国有资产监督管理委员会 国资委
    民族宗教事务局 民宗局 民族宗教局 民宗委
    外事办 外办 外事办公室
    人防办 人民防空办公室 国防动员办公室 国动办
    粮食和物资储备局 粮食和储备局 粮储局 粮食局
    供销合作社 供销社
    气象局
    邮政管理局
    税务局
    消防救援支队 消防支队 消防救援局
    残疾人联合会 残联
    妇女联合会 妇联
    总工会
    红十字会
    科学技术协会 科协
    工商业联合会 工商联
    文学艺术界联合会 文联
    慈善总会
    老龄办 老龄工作委员会办公室 老龄委
    关工委
    文明办 精神文明建设指导委员会办公室
    委宣传部
    委组织部
    委政法委
    委网信办
    委统战部
    委社会工作部
    委编办
    委农办 委农村工作领导小组办公室
    委老干部局
    督查局 政府督查局
    政府办公室
    住房公积金管理中心 公积金中心 公积金管理中心
    房产管理局 房管局 住房保障中心 住房保障局 住房保障和房产管理局
    公路局 公路管理局 公路事业发展中心
    疾病预防控制中心 疾控中心 疾病预防控制局 疾控局
    文物局
    广播电视局 广电局 广播电视台 广电台
    公共资源交易中心
    重点项目建设中心 重点办 重点项目办
    畜牧局 畜牧兽医局 畜牧发展中心
    招商局 投资促进局
    通信管理局 通管局 通信发展管理办公室
    教育厅
    财政厅
    民政厅
    公安厅
    司法厅
    商务厅
    水利厅
    交通运输厅
    农业农村厅
    生态环境厅
    自然资源厅
    住房城乡建设厅 住房和城乡建设厅 住建厅
    人力资源社会保障厅 人力资源和社会保障厅 人社厅
    文化和旅游厅 文旅厅
    工业和信息化厅 工信厅
    科学技术厅 科技厅
    退役军人厅 退役军人事务厅
    应急厅 应急管理厅
    政务服务局
    药品监督管理局 药监局
    能源局
    档案局 档案馆
    图书馆
    自来水公司 水务集团 供水公司 水务公司
    供电公司 电力公司
    公交公司 公交集团 公交总公司 公共交通集团
    城投集团 城投公司
    法院 中级人民法院 中院 人民法院
    检察院 人民检察院
    委政研室
    委党校
    爱卫办
    食安办
"""
_GROUPS = tuple(tuple(line.split()) for line in _NAMES.splitlines() if line.strip())
_FULLEST = {name: group[0] for group in reversed(_GROUPS) for name in group}
_LEVEL = r"(?:省|市|县|区|州|旗|自治区|自治州|盟|地区)"
_ANY_NAME = alternation(split_words(" ".join(_FULLEST)))
_PREFIX = re.compile(
    rf"^(?:[^、，；]{{1,6}}?{_LEVEL}(?=委|政府|{_ANY_NAME})|{_LEVEL}(?!{_LEVEL}局))"
)
_YOUTH = {
    "团市委": "团委",
    "团省委": "团委",
    "团县委": "团委",
    "团区委": "团委",
    "共青团市委": "团委",
    "团州委": "团委",
}

SUFFIX = re.compile(
    r"(?:局|委|办|厅|部|署|院|会|联|社|中心|公司|集团|支队|总队|大队|学校|大学|学院|银行|政府|协会|处|站|所|馆|台"
    r"|司|海关|机场|党校|队|分行|医院|办公室|委员会|电力|移动|联通|电信|铁塔|邮政|街道|镇|乡|基地|园|军分区|段)$"
)
_AREAS = split_words("""
    社区 小区 校区 园区 景区 片区 辖区 地区 灾区 库区 街区 山区 郊区 林区 牧区 老区 行政区 功能区
    展区 建成区 居民区 住宅区 商业区 保护区 服务区 生活区 厂区 营区 县区 县市区 区县 病区 学区
    镇区 矿区 农区 社会 超市 菜市 夜市 集市 农贸市 都市 门市 股市 上市 城市
""")
_WHOLES = split_words("""
    城区 主城区 中心城区 老城区 各城区 市区 湖区 县级市 直辖市 省辖市 地级市 各市 本市 我市 全市
    本县 我县 全县 本区 我区 全区 县 区 市 旗 战区 禁区 盲区 误区 城乡 两区 三区 四区 五区 五县
    六县 四县
""")
_NO_COUNTY = re.compile(rf".*{alternation(_AREAS)}|{alternation(_WHOLES)}")
_COUNTY = re.compile(
    r"^(?!各|市|省|县|区)[\u4e00-\u9fff]{1,9}(?:县|区|市|旗)(?:人民政府|政府|管委会|管理委员会|党工委|党委)?$"
    r"|^(?!各)[\u4e00-\u9fff]{1,10}(?:开发区|示范区|新区|高新区|经开区|管委会|管理委员会|聚集区|集聚区|度假区|经济区|合作区|实验区|试验区|综保区|产业园)"
    r"(?:管委会|管理委员会|党工委)?$|^(?:[\u4e00-\u9fff]{0,8}(?:县|区|市|旗)(?:人民政府|政府))$"
)
_ZONE = re.compile(
    r"^(?:市|各|省)?(?:[\u4e00-\u9fff]{0,10})(?:开发区|示范区|功能区|高新区|经开区|新区|管委会|管理委员会|集聚区|聚集区|度假区|经济区|合作区"
    r"|实验区|试验区|综保区|(?:空|税|物流)港区|园区|产业园)(?:（.*）)?(?:管委会|管理委员会|党工委|（管委会）)?$"
)
_EVERY = re.compile(
    r"^(?:全市|由|以及|市辖|全省|及)?(?:各有关|各相关|有关|相关|各)?(?:省辖|辖|设区|县级|乡)?"
    r"(?:县|区|市|旗|县区|区县|县市区|市县|市县区|旗县区|区市县|乡镇|镇|乡镇街|乡镇街道|镇街|街道|镇街道|县市)"
    r"(?:[（、，/和及或]*(?:含)?(?:县|区|市|旗|乡|镇|街道|自治县|管委会|管委|政府|人民政府|党委|党工委|开发区|示范区|功能区"
    r"|高新区|经开区|办事处|园区|管理区|街道办事处|党委政府|农场|林场|新区|集聚区|等)[）、，/和及]*)*$"
)
_SHORT_NAME = 12
_SHORT_BODY = re.compile(
    r"^(?!国|中|人行|银)(?:城市|城区|社区|园区|地区|灾区|[^市县区省州])+(?:局|委|办|厅|委员会)$"
)
_FORMAL = re.compile(r"(?:人民政府|政府|(?<=区)管委会|(?<=区)管理委员会)$")


def fold_brackets(text: str) -> str:
    """Write every kind of bracket as （）, for matching only; the length stays."""
    return text.translate(str.maketrans("()〔〕[]【】［］〈〉<>《》{}", "（）" * 9))


def canonical_name(name: str) -> str:
    """The name of a body without the level before it and in its fullest spelling."""
    if name in _YOUTH:
        return _YOUTH[name]
    bare = re.sub(r"（[^）]*）$", "", fold_brackets(name))
    return _FULLEST.get(bare) or _FULLEST.get(without_level(bare)) or without_level(bare)


def without_level(name: str) -> str:
    """The name without the level (市, 省, …) that it starts with."""
    return _PREFIX.sub("", name, count=1)


def is_listed(name: str) -> bool:
    """Whether the body is in the table."""
    return name in _YOUTH or canonical_name(name) in _FULLEST


def lacks_level(name: str) -> bool:
    """Whether a body stands without its level, as in 市教育局、财政局."""
    if re.search(r"(?:公司|集团|银行|电力|移动|联通|电信|铁塔)$", name):
        return False
    if name in _FULLEST:
        return True
    return (
        len(name) <= _SHORT_NAME and bool(_SHORT_BODY.match(name)) and without_level(name) == name
    )


def is_county(name: str) -> bool:
    """Whether the name is one county, district or zone, with or without 政府."""
    plain = re.sub(r"（[^）]*）", "", fold_brackets(name))
    if _NO_COUNTY.fullmatch(plain) or is_listed(plain):
        return False
    return bool(_COUNTY.match(plain))


def is_zone(name: str) -> bool:
    """Whether the name is a development zone or its committee, which 各县区 takes in."""
    return bool(_ZONE.match(fold_brackets(name)))


def is_every_county(name: str) -> bool:
    """Whether the words mean all counties and districts together."""
    plain = fold_brackets(name)
    return bool(_EVERY.match(plain)) and plain not in {"县", "区", "市", "镇", "旗", "街道", "乡镇"}


def is_body(name: str) -> bool:
    """Whether the name reads as a body: known, or with the ending of one."""
    plain = re.sub(r"（[^）]*）$", "", fold_brackets(name))
    if not 2 <= len(plain) <= 24 or re.search(r"[\d，。：；“”]|的(?!士)", plain):  # noqa: PLR2004
        return False
    return is_listed(plain) or bool(SUFFIX.search(plain)) or is_county(plain)


def county_key(name: str) -> str:
    """The county without 政府, so that its two spellings are one."""
    return _FORMAL.sub("", name)
