"""Labels of service items that no list holds whole: questions in plain words, and the words that names of a field end with. 事项标签的构词"""

from __future__ import annotations

import re

WORDED = "items"  # the family whose labels are worded so
LONGEST_QUESTION = 16
WHO = r"(?:谁|哪个部门|哪个单位|哪个科室|哪个窗口|什么部门|哪些部门|何部门)"
WHERE = r"(?:哪|哪里|哪儿|何处|何地|什么地方|哪个窗口)"
WHAT = r"(?:哪些|什么|甚么|啥|哪几样|哪几种|何种)"
PAPERS = r"(?:申请|申报)?(?:材料|资料|证件|手续|东西|文件)?"
DO = r"(?:办理|办|申请|申办|申报|受理|查阅|查询|查|借阅|预约|报名|领取|领|补|转|换)"
DONE = r"(?:能|可|可以|才能|才)?(?:办理完毕|办理好|办理完|办结|办好|办完|办成|办下来|拿到|领到|取到|拿到证|拿证|出证|办理|办|完成|答复)"
HOW = r"(?:怎么|怎样|如何|咋)"
NEED = r"(?:需要|需|应当|应该|应|须|要|得)?"
# What an item may be called before a question about it: «养犬登记要多少钱».
CALLED = re.compile(r"[\u3400-\u9fff]{2,8}?(?=[要需应得收花多几怎如什甚啥]|(?:到|去|在|由|找|上)(?:哪|何|谁|什)|哪|谁(?!人))")
# What may stand before a question and changes nothing.
TO_DO = re.compile(
    r"^(?:(?:想|要)?办理?(?:这件|这个|这项|此|该|本)(?:事情?|事项|业务|证件?|项)?|申请人|申请者|群众|企业|我)(?:的话)?(?=[要需应得必能可去找有带花多几怎如什甚哪谁拿领收交])"
)
# Field → a whole question, folded, without punctuation. The first that fits counts.
QUESTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "complaint",
            rf"(?:对.{{0,6}})?(?:不满意?|有意见|遇到问题|想投诉|要投诉|投诉)(?:的)?(?:话)?(?:找{WHO}|{HOW}办|去{WHERE}|向{WHO}(?:投诉|反映)|打{WHAT}电话|找哪里)|{HOW}投诉|(?:向|找){WHO}投诉|(?:到|去)?{WHERE}投诉",
        ),
        (
            "consult",
            rf"(?:找|向|问){WHO}?(?:咨询|了解|问)?(?:咨询|问)|(?:有疑问|不清楚|不明白|有问题)(?:找|问){WHO}|{HOW}(?:咨询|联系)|(?:到|去)?{WHERE}(?:咨询|问)|咨询{WHO}|问{WHO}|(?:有疑问|有问题|不清楚|不明白|想咨询|要咨询|咨询)?(?:打|拨打?)(?:{WHAT}|哪个|多少)(?:电话|号码)",
        ),
        (
            "fee_std",
            rf"(?:收不收|要不要|用不用|需不需要|是否需要?|交不交){PAPERS}(?:收|交|缴)?(?:费|钱|费用)(?:吗)?|(?:收|交|花|要|需)?多少(?:钱|费用|费)|(?:收费|要钱|花钱|收钱|交钱|免费)[吗么]|([收花要交])不\1(?:钱|费)(?:吗)?|{HOW}(?:收费|交费|缴费)|费用多少|收{WHAT}费",
        ),
        ("time_limit", rf"(?:{NEED}(?:多久|多长时间|几天|几个工作日|多少天|多少个?工作日|何时|什么时候|多少时间){DONE}?)"),
        (
            "materials",
            rf"{NEED}(?:携带|带|准备|提供|提交|递交|交|备齐|备|用|有)?(?:好)?{WHAT}{PAPERS[:-1]}|{NEED}(?:携带|带|准备|提供|提交|递交|交|备齐){WHAT}(?:材料|资料|证件|手续|东西|文件)?",
        ),
        (
            "conditions",
            rf"{NEED}(?:符合|具备|满足|达到){WHAT}|{NEED}(?:符合|具备|满足|达到|有)?{WHAT}(?:样的)?条件(?:{DONE}|{DO})?|(?:符合|满足){WHAT}(?:要求)?(?:才)?(?:能|可以)?{DO}?|{WHAT}(?:情况|情形)下?(?:才)?(?:能|可以|可){DO}",
        ),
        (
            "applicant",
            rf"(?:谁|哪些人|什么人|哪类人|哪些单位|哪些企业|哪些对象|哪些人员|哪些群体)(?:才|可以|可|能|能够|需要|需|要|应)*(?:(?:{DO}){{1,2}}|享受)|(?:为|给|面向){WHO}(?:服务|办)|{DO}给谁",
        ),
        ("organ", rf"(?:由|找|是)?{WHO}(?:来|去|给|帮|负责)*(?:{DO}|审批|管|实施|负责|经办)"),
        ("accept_place", rf"(?:在|到|去|上|往)?{WHERE}(?:可以|能|去|里)?(?:{DO}|交材料|交件|办事|提交)|(?:在|到|去|往){WHERE}(?:去|里)?"),
        (
            "setting_basis",
            rf"(?:依据|根据|凭|按照|按){WHAT}(?:规定|政策|法律|法规|文件|条款)?(?:{DO})?|{WHAT}(?:依据|政策依据)|为什么(?:要)?{DO}|有{WHAT}(?:依据|政策|规定)",
        ),
        (
            "result_form",
            rf"(?:最后|最终|办成|办好|办完|办结)?(?:后)?(?:能|会|可以)?(?:领到|拿到|得到|领取|发|领|拿){WHAT}(?:证件|证照|证书|证|结果|文书|批文)?",
        ),
        ("valid_term", r"(?:证件|证|证书)?(?:有效期?|管用|能用|可以用)(?:多久|多长时间|几年|多少年|多长)"),
        (
            "flow",
            rf"{NEED}{HOW}(?:去)?{DO}(?:理)?|{DO}{WHAT}(?:流程|步骤|程序)|(?:要|需要?|分|有|走|经过)?{WHAT}(?:流程|步骤|程序|环节)|分几步|{HOW}走(?:流程|程序|手续)",
        ),
        ("name", rf"(?:可以|能|要|想)?{DO}{WHAT}(?:事项|事情|事|业务|证)?|{WHAT}(?:事项|事情|事|业务)"),
    )
)
# Field → a whole label that is none of the listed ones but ends as names of the field do.
ENDINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("name", r"(?:事项|权力|职权|项目|服务|许可|审批|权责|业务|证照).{0,2}(?:名|名称|全称)"),
        ("code", r"(?:事项|权力|职权|项目|实施|基本|业务|许可|审批|服务).{0,3}(?:编码|编号|代码)"),
        ("category", r"(?:事项|权力|职权|项目|业务|审批|许可|办件|办事|审查).{0,3}(?:类别|类型|种类|分类|性质|属性)"),
        ("fee_basis", r".{0,3}(?:收费|征收|缴费).{0,3}(?:依据|文件)"),
        ("fee_std", r".{0,4}(?:收费|费用|缴费|工本费).{0,4}"),
        ("valid_term", r".{0,6}有效(?:期|期限|时间|时限)"),
        ("setting_basis", r".{0,4}(?:依据|法规依据|政策依据)"),
        ("conditions", r".{0,5}条件"),
        ("materials", r"应?[持带备交验](?:的)?(?:证件|材料|资料|手续)|.{0,5}(?:材料|资料|要件|提供证件|带证件)(?:清单|目录|要求)?"),
        ("time_limit", r".{0,5}(?:时限|期限|时长|工作日)(?:要求)?"),
        (
            "flow",
            r"(?:利用|办理|申请|登记|查阅|入学|转学|借阅|办事|报名)手续|.{0,5}(?:流程|程序|步骤)图?|(?:登记|申请|申报|申办|申领|受理|许可|认定|备案|审核|服务)环节",
        ),
        ("applicant", r".{0,4}(?:对象|申请人|人群)|(?:登记|申请|申报|申领|认定|救助|补贴|发放|享受|保障)范围"),
        ("organ", r".{0,2}(?:登记|认定|核发|发证|备案|救助|补贴|发放|注册|审核|确认|核准)(?:机关|机构|单位|部门|主体)"),
        ("accept_way", r"(?:办事|登记|申领|认定|备案|报名|注册|换证|补办|缴费|申请|申报)(?:方式|途径|渠道|形式)"),
        ("supervise", r"(?:监督|投诉|举报|监察).{0,4}"),
        ("consult", r".{0,3}(?:电话|热线|咨询|联系方式|联系方法)|.{2}(?:机构|部门|单位|机关|科室|处室|股室)(?:联系)?电话"),
        ("accept_place", r".{0,4}(?:地点|地址|窗口)|(?:受理|办理|办公|办事|服务|接待|接件|收件|申请|登记|咨询).{0,2}场所"),
        ("office", r".{1,3}(?:处室|科室|股室|业务股|业务科)"),
        ("result_form", r".{0,3}(?:结果|证件|证照|批件)(?:名称|样本)?"),
        ("cautions", r".{0,2}(?:提示|须知|注意事项|特别说明)"),
    )
)
LONGEST_ENDING = 8
# The same in whole phrases, whose beginning names the item: «申请本证应提交的全部材料», «办理许可的期限».
GIVING = r"(?:提交|提供|携带|准备|具备|报送|递交|出具|交验|备齐)"
PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "materials",
            rf".{{0,10}}(?:应当?|必?须|需要?|所需)?{GIVING}(?:以下|下列|哪些)?的?(?:全部|所有|相关|有关|证明|申请|书面|主要){{0,2}}(?:材料|资料|证件|证明|文件|手续|要件|东西)(?:目录|清单)?",
        ),
        ("materials", r".{2,10}(?:所需|需要|需)的?(?:全部|相关|有关|证明|申请){0,2}(?:材料|资料|证件|要件)"),
        ("conditions", r".{2,10}(?:应当?|必?须|需要?)(?:具备|符合|满足)的?(?:基本)?条件"),
        ("conditions", r".{2,10}的(?:基本|具体)?条件"),
        ("setting_basis", r"(?!.{0,12}费).{2,10}的(?:法律|法定|政策|法规|主要){0,2}依据"),
        ("flow", r".{2,10}的(?:具体|基本|办理|申请|审批){0,2}(?:程序|流程|步骤)"),
        ("time_limit", r"(?!.{0,12}有效).{2,10}的(?:办理|法定|承诺|审批){0,2}(?:期限|时限)"),
        ("applicant", r".{2,10}的(?:对象|适用范围|受理范围|办理范围|服务范围)"),
        ("fee_std", r".{2,8}的?收费(?:标准|情况|项目)"),
    )
)
LONGEST_PHRASE = 20
# Words by which a label that nothing claims may yet be the field: then its absence is not proven.
ROOTS: dict[str, tuple[str, ...]] = {
    "name": ("事项", "项目", "名称"),
    "code": ("编码", "编号", "代码"),
    "category": ("类别", "类型", "性质", "种类"),
    "setting_basis": ("依据", "法规", "政策"),
    "applicant": ("对象", "范围", "申请人", "申办人", "相对人"),
    "organ": ("机关", "机构", "部门", "单位", "主体"),
    "office": ("处室", "科室", "股室", "部门"),
    "accept_way": ("方式", "形式", "渠道", "途径", "是否网", "是否支持网", "是否在线", "是否可网", "网办"),
    "accept_place": ("地点", "地址", "窗口", "何处", "在哪"),
    "accept_time": ("时间",),
    "flow": ("流程", "程序", "步骤", "环节", "怎么", "如何"),
    "materials": ("材料", "资料", "要件", "证件", "手续"),
    "review_content": ("审查内", "审核内", "审查要", "审核要", "审批要"),
    "review_std": ("审查标", "审核标", "审批标", "审查要", "审核要"),
    "result_form": ("结果", "证照", "证件", "证书", "批文", "批件"),
    "fee_basis": ("费",),
    "fee_std": ("费", "钱"),
    "time_limit": ("时限", "期限", "办理时间", "办结", "工作日", "多久", "几天"),
    "valid_term": ("有效",),
    "conditions": ("条件", "资格", "要求", "规定"),
    "consult": ("电话", "咨询", "联系", "热线"),
    "complaint": ("投诉", "监督", "举报", "热线"),
    "annual_check": ("年检", "年审", "年度"),
    "cautions": ("注意", "提示", "须知", "备注"),
    "supervise": ("监督", "投诉", "举报", "监管"),
    "p_case": ("案件", "案由"),
    "p_subject": ("当事人", "相对人", "被处罚", "单位", "企业", "姓名"),
    "p_fact": ("事实", "事由", "行为", "情形"),
    "p_kind": ("种类", "类别", "类型"),
    "p_basis": ("依据", "法律"),
    "p_result": ("结果", "内容", "决定", "罚款", "金额"),
    "p_docno": ("文号", "文书", "编号", "字号"),
    "p_date": ("日期", "时间", "生效"),
    "p_organ": ("机关", "机构", "部门", "单位"),
}
NOT_A_FIELD = re.compile(
    r"发布|公布|来源|索引|浏览|点击|作者|编辑|主题|分类号|当前位置|上一|下一|版权|主办|承办单位：|备案|更新(?:时间|日期)|乘车|公交|第[一二三四五六七八九十百\d]{1,6}[条款项]"
)
# A label asked in plain words that nothing claims may ask for any of the plainly worded fields.
ASKING = re.compile(
    r"什么|甚么|啥|哪|谁|怎么|怎样|如何|咋|几[天个步样]|多久|多少|多长|吗$|呢$|不[要用收能花]|能不能|^.{0,4}是否|是否$|[?？]$"
)
YES_OR_NO = re.compile(r"[是否有无]|不?(?:存在|需要?|涉及|支持)")  # a value that answers a question with yes or no and says no more
ASKED = frozenset(name for name, _ in QUESTIONS) | {"accept_way", "cautions", "supervise", "office"}
# What the value of a field looks like: below a label that nothing claims it may be the field.
SHAPES: dict[str, re.Pattern[str]] = {
    "code": re.compile(r"^(?!(?:19|20)\d\d-|0\d{2,3}-?\d{7,8}$)(?=[a-z-]{0,8}\d)[\da-z-]{8,40}$"),
    "category": re.compile(r"^行政(?:许可|处罚|强制|征收|给付|检查|确认|奖励|裁决)|^公共服务|^(?:即办|承诺)件$"),
    "setting_basis": re.compile(r"《[^》]{2,60}(?:法|条例|办法|规定|决定|通知)》|第[一二三四五六七八九十百\d]{1,6}条"),
    "applicant": re.compile(r"^.{0,30}(?:单位|个人|企业|公民|法人|居民|组织|人员|户|人)[。;]?$"),
    "organ": re.compile(r"^[\u3400-\u9fff]{2,20}(?:局|委|委员会|厅|办|政府|中心)$"),
    "office": re.compile(r"^[\u3400-\u9fff]{1,20}(?:科|股|处|室|窗口|大队|站|所)$"),
    "accept_way": re.compile(r"窗口(?:办理|受理|申请)|网上(?:办理|申请|申报)|现场(?:办理|受理)|全程网办"),
    "accept_place": re.compile(r"[路街道巷]\S{0,12}\d+号|\d(?:楼|室|层)|[一二三四五六七八九十]楼|窗口|大厅|服务中心"),
    "flow": re.compile(r"→|-{1,3}>|(?:申请|受理).{1,20}(?:审查|审核|审批|决定|勘验|办结)"),
    "materials": re.compile(r"申请[表书]|身份证|复印件|证明|营业执照|材料|户口簿"),
    "review_content": re.compile(r"审[查核].{0,12}(?:是否|内容|要点)"),
    "review_std": re.compile(r"(?:审[查核]|准予).{0,12}(?:标准|要求)"),
    "result_form": re.compile(r"(?:证|书|批文|批复|批件|执照|文件|决定)[》。;]?$|发给|颁发|核发"),
    "fee_basis": re.compile(r"收费.{0,20}《|发改|物价"),
    "fee_std": re.compile(r"免费|不收|收费|收取|\d元|工本费"),
    "time_limit": re.compile(
        r"\d{1,3}个?(?:工作日|天|日(?!期)|小时|分钟)|[一二三四五六七八九十]{1,3}个?(?:工作日|天|日)|当[场天日]|即[办时]|立等"
    ),
    "valid_term": re.compile(r"有效|^[一二三四五六七八九十\d]{1,2}年$|^长期"),
    "conditions": re.compile(r"应当|符合|具备|满足|条件|年满|不得|凡"),
    "consult": re.compile(r"(?<!\d)(?:0\d{2,3}[-)]{0,2}\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7})(?!\d)|电话"),
    "complaint": re.compile(r"投诉|举报|监督|12345|纪检|纪委"),
    "annual_check": re.compile(r"年检|年审|年报|每年"),
    "cautions": re.compile(r"请(?:勿|注意)|注意|提示|不得|携带原件|预约"),
    "supervise": re.compile(r"投诉|举报|监督|12345|纪检|纪委"),
}
# Labels of items that are no field of ours, whatever stands below them.
OTHER_FIELDS = re.compile(
    r"层级|通办|次数|联办|中介|数量|支付|送达|领取|取件|网办|深度|常见问题|(?:办公|受理|服务|上班)时间|委托|责任事项|追责|特别程序|预约|日期"
)
LONGEST_SHOWN = 200  # characters of a value that are looked at
