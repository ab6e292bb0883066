"""The grammar of what offices write on ways of applying: names, refusals, contexts in which a name means something else. 渠道用语"""

from __future__ import annotations

import functools
import re

import attrs

from checks.vocabulary import Vocabulary

FAMILY = "channels"
OTHER = "other"  # telephone, word of mouth, chat: no ways in the law's sense; refusing them refuses nothing
BLOT = "¤"  # stands for a character of a word that only looks like a name
LONGEST_NAME = 24  # characters of a title that names a way, its suffixes included

SPOKEN = (
    *("电话", "口头", "短信", "短消息", "电报", "微信", "微博", "qq", "留言", "论坛", "来电"),
    *("局长信箱", "领导信箱", "书记信箱", "市长信箱", "县长信箱"),
)
# Going to a place to hand something in names the way as well as «当面» does.
ARRIVING = (
    r"(?:亲?送|递|转|提|呈)?(?:交|送)(?:至|到|往|达|交|给|由)?(?=[^,。;:、(]{1,24}(?:窗口|大厅|办公室|服务台|前台|接待室|收发室|科|股|处|楼|室|馆|局|站|中心|\d+号))(?!申请人|本人|当事人|有关|相关|其他|上级)"
    r"|(?:到|至|往|去)(?=(?:[^,。;:()]|\([^()]{0,40}\)){1,32}(?:递交|提交|办理|申请|填写|填表|填报|提出|递件|交件|交申请))(?![^,。;:]{0,20}(?:网(?!点|格)|平台|系统|邮箱|专栏|栏目|小程序|公众号|app|www|http|答复|复议|查阅|投诉))"
)
# An office to which the form is handed in, told beside another way: «可以向本局办公室提交《申请表》，也可以信函方式提出».
HANDING = (
    r"向(?=[^,。;:、(向]{0,20}(?:办公室|党政办|政府办|窗口|大厅|服务台|[科股处室]|中心|机构|站|所)(?:当面|直接)?(?:提交|递交|呈交|送交|交)[^,。;]{0,16}"
    r"[,;](?:也|亦|或|还)可?以?[^,。;]{0,12}(?:信函|邮寄|寄|信件|书信|传真|电子邮件|邮箱|网))"
)
# So does entering a site to apply on it, whatever the site is called.
ENTERING = (
    r"(?:登录|登陆|进入|访问|打开|点击|点此|关注|注册)[^,。;]{0,24}?(?:网站|平台|系统|门户|专栏|栏目|小程序|公众号|app|服务网|政务网|个人中心|页面|入口|标签|专区|网页)"
    r"(?=[^。;]{0,30}(?:申请|填写|填报|填表|提交|递交))(?![^,。;]{0,16}(?:查询|查阅|下载|浏览|查看))"
    r"|(?:在|到|从|用|上)[^,。;:在到从用上]{0,24}?(?:网站|[务府公官]网|平台|系统|门户|[专一]栏|栏目|小程序|公众号|app|页面|专区|网页)(?:(?!下载)[^,。;:]){0,10}?[\"”』」]?[上中内]?"
    r"(?=(?:在线|直接|自行)?(?:填写|填报|填表|提交|递交|提出)(?!的))"
)
# Short names that count inside a list of ways: «传真、网络等途径».
LISTED = r"(?:(?:{0})(?=\([^()]{{1,40}}\)(?:[、和及或与等提递方途渠]|$))|(?<=[、和及或与/])(?:{0})(?=[、,和及或与等/途方形渠提两二三四五。;)]|$)|(?<=\d[.、)])(?:{0})(?=[;。]|$)|(?:{0})(?=[、/](?!办)|(?:和|及|或者?|与)(?:当|信|邮|寄|传|电|网|在|线|现)))"
ACTS = {
    "in_person": f"|{ARRIVING}|{HANDING}|{LISTED.format('现场|窗口|上门')}",
    "mail": f"|{LISTED.format('邮政|函件')}",
    "email": r"|(?:发|传|寄|投|送)[^,。;@]{0,4}?[至到给往](?=[a-z0-9_.\-]{1,40}(?:@|\(at\)|#))",
    "online": f"|{ENTERING}|{LISTED.format('网络|网上|在线|线上|互联网')}",
}
# The characters that what stands in ACTS begins with: elsewhere in a text nothing of it is tried.
ACTS_FIRST = frozenset("亲交送递转提呈到至往去向登进访打点关注在从用上现窗邮函发传寄投网线互")
SUFFIX = (
    r"(?:申请|提交|递交|递件|递送|办理|受理|接收|申办|送达|送交|寄送|提出|填写|填报|填表|交件|交表|收件|方式|渠道|途径|形式|地址|地点|号码|号|电话|专线|专号|网址|入口|窗口|大厅|柜台|服务台"
    r"|系统|平台|机|信|信封|邮件|邮箱|快递|快件|或者?|及|和|、|/|公开|依|信息|材料|的|处|点|类|至|到|信箱)"
)
LEAD = r"(?:问:|我要|申请|受理|接收|依申请公开|答:|可|可以|申请人|通过|采用|采取|以|用|使用|向我们|请|或|或者|也可以?|亦可|选择|方式[一二三四五六\d]?:?|途径[一二三四五六\d]?:?|渠道[一二三四五六\d]?:?|[甲乙丙丁戊a-f][.、:)])?"
LABEL_END = re.compile(r"(?:地址|地点|号码?|邮箱|网址|入口|专线)$")  # a label that needs no colon
AFTER_TITLE = re.compile(r"[:。,\-—|>→】\]]|\(|[\da-z]|请|可|至|到|寄|发|$")

REFUSAL = re.compile(
    r"不(?:再|直接|予|会|单独|另|能|可)?(?:以|登记|正式){0,2}(?:受理|接受|接收|收(?![取费到])|支持|提供|办理|作为|作(?=正式|申请)|开设|设(?!立?限)|接待|开放|开通|采用|采纳|处理|认可)"
    r"|(?:尚|暂|还|仍)?未(?:能|予|曾|正式|统一|单独)?(?:开通|开放|开设|设|建设|建立|建成|启用|提供|受理|上线|配备|安装|实现|具备|接入)"
    r"|不会?再?(?=(?:通过|以|经|使?用|利用)[^,。;]{2,20}(?:受理|接收|接受|办理))|(?<!有)没有(?:启用|上线|投入|开通|开放|开设|设立?|设置|建设|提供|配备|安装|建立)?|(?:尚|暂|并|也|亦|均)无|无法(?:受理|接收|接受|提供|办理|使用)|(?:停止|暂停|谢绝|拒绝|拒收)|不(?:是|属于|属)(?=[^,。;]{0,16}(?:渠道|途径|方式|受理))|不具备|不可以|不能(?=,|。|;|$)|(?:已|已经|均已|已于[^,。;]{0,8})(?:关闭|停用|取消|撤销|下线|停办|停收|停止|停机|拆除|报停|注销)|(?<=[道径式请统台口箱真])(?:暂时|临时|现)?(?:关闭|停用|取消)(?=[,。;]|$)|取消了|(?:现|均|全部|一律)取消|(?:还|暂时|目前|暂|也)不(?:行|可以|能)(?=,|。|;|$)|(?:正在|尚在|还在)(?:建设|筹备|筹建|开发|建置|规划|调试|升级|维护|改造){1,2}|(?:建设|筹备|筹建|开发|建置)(?:当?中|之中)|敬请期待|即将(?:开通|上线)|待(?:开通|上线)|(?:请勿|不得|不要|切勿|不应|勿)(?=以|用|使用|通过|采用|经|利用|发|传|寄|向|在|把|将)"
)
FORWARD = re.compile(
    r"(?:】|以|由|用|使?用|通过|经由?|采[用取]|利用|任何|其他|其它|各种|各类|所有|的|对|有|了|开通|开设|设|设立|设置|建设|提供|统一|专门|独立|正式|直接|受理|接收|接受|办理|对外|服务|使用|匿名的|通|在|向|本|我|该|此|这个|局|站|馆|办|申请人|公众|公开|信息|政府|公用|专用|申请|工作人员|个人|把|将|材料|发送|发|至|到|给|寄|传|办公|我们|[、\"“”《》(])*"
)
FOLLOWING = re.compile(r"下列|以下|如下")  # «下列方式不予受理：…»
JOINED = re.compile(
    r"(?:等|方式|形式|渠道|途径|申请|提交|递交|发送|发来|提出|件|号码|机|系统|平台|的|\")*(?:、|和|及|以及|与|或|或者|/|以及|,|还是)+(?:以|通过|用|采用|使用|发|网络|网上|在线|\")?"
)
# What follows a refusal that names nothing further: only then it speaks of what was named before it.
NOTHING_ELSE = re.compile(
    r"$|[,。;:)\]\"”]|(?:的|中|我|本|单位|机关|局|委|办|所|馆|站|任何|各种|其他|此|该|上述|以上|这|其|正式|政府|信息|依|公开|形式|书面|提出|提交|受理|接收|服务|业务|功能|使用|为|方式|渠道|途径|处理|办理|登记|传输|对外|申请|事项|材料|依据|凭据|信件|邮件|件)*(?:$|[,。;:)\]\"”])"
)
# Between a name and a refusal: something else is said, or a condition is made.
INTERVENES = re.compile(
    r"变更|更改|改为|原|旧|可以?(?!能)|请(?!勿)|应当?|[必须需]须|须|需|欢迎|如[需果有]|若|未|无(?!论)|外[,的]|后[,]|时[,]|但|否则|期间|时段|节假|非工作|夜间|逾期|超过|不[全清详符明]|缺|匿名|重复|附件|咨询|投诉|信访|登录|寄|送|[对向]"
)
RELATIVE = re.compile(
    r"(?:等|其他|其它|书面|任何|方式|形式|渠道|途径|方法)*(?:提出|提交|递交|发送|发来|寄来|传来|申请|来|向[^,。;]{1,10})*(?:的)?(?:政府|信息|依申请|公开)*(?:申请|件)?(?:的)?,?(?:本|我|该)?(?:[\u4e00-\u9fff]{0,3}[局委办馆所署会站院处厅部校心关位镇乡])?(?:现|目前|暂时|一律|均|概|都|也|将|恕|,)*"
)
# Between a name and its refusal, these may be what is refused («邮寄到付件不予受理», «一信多事的不予受理»).
REFUSABLE = re.compile(
    r"到付|货到|付费|包裹|普通|[一多两][事项件信函封]|咨询|投诉|建议|信访|逾期|材料|附件|物品|现金|复印|扫描|代[办交领理]|口头|电话|重复|批量|身份|证件|署名|签[名字]|盖章|以外|范围|内容|(?:申请)?人(?!员)"
)
# A clause between them that says nothing of another thing: «…，目前尚未开通».
NEUTRAL = re.compile(
    r"(?:因|由于|受|鉴于|考虑到)[^,。;]{1,24}|(?:\([^()]{0,30}\)|自?\d{0,4}年?\d{1,2}月(?:\d{1,2}日)?起?|向[^,。;]{1,10}|由[^,。;]{1,10}|等|其[他它]|书面|任何|方式|形式|渠道|途径|方法|提出|提交|递交|发送|发来|寄来|传来|申请|填报|填写|办理|受理|接收|来|的|政府|信息|依|公开"
    r"|事项|功能|件|本|我|该|此|这|上述|以上|[两三四几]?[种项类]|单位|机关|局|委|办|所|馆|站|院|处|厅|中心|部门|镇|乡|街道|目前|现在?|现阶段|暂时?|一律|均|概|都|也|亦|将|恕|尚|还|仍|则|已|全部|系统|平台|通道|入口|端口|服务|业务|网站|网页|栏目"
    r"|[号码机]|地址|邮箱|信箱|专线|对外|[\"”』」】])*"
)
# Behind a refused name its clause ends, or only words of the trade follow: «不接收传真、邮件形式的申请»; not «请勿邮寄现金».
AFTER_REFUSED = re.compile(
    r"(?:\([^()]{0,30}\)|等|的|之|其[他它]|多[样元]化|书面|任何|方式|形式|渠道|途径|方法|手段|提出|提交|递交|发送|发来|寄来|传来|来|送|申请|填报|填写|办理|受理|接收|收件|政府|信息|依|公开|事项|件|表|书|材料|设备|系统|平台|通道|功能|入口|端口|服务|业务|网站|网页|栏目|[号码机]|地址|邮箱|信箱|专线|电话|时|者|传输|联系|账号|[\"”』」】])*(?:$|[,。;:)(、!?]|请|可|建议|故|但|如|若|和|及|与|或|也|亦|均|现|目前|只|仅)"
)
# One kind of a way: to refuse it does not refuse the way («不接收平信»).
ONE_KIND = re.compile(
    r"平信|快递|邮政快递|特快专递|邮政特快|ems|挂号信?|双挂号|挂号邮件|寄件|二维码申请|扫码申请|一网通办|上门\S{0,2}|专人\S{0,2}|派人送"
)
# What is refused this way is no application.
NOT_APPLYING = re.compile(
    r"(?:等|的|方式|形式|进行|提出|提供)*(?:咨询|查询|投诉|举报|信访|答复|回复|送达|催办|领取|取件|报名|广告|信息处理费)"
)
ANSWER = re.compile(r"^[:,\-|]*(?:答:)?")
CONDITIONAL = re.compile(r"(?:[未不无没缺超]|逾期|匿名|重复|虚假|空白)[^,。;]{0,18}的?$")
EXCLUSIVE = re.compile(r"(?:只|仅)[^,。;]{0,20}$")  # before a way: it is the one that is open
WITHOUT = re.compile(r"(?:号码?|地址|条件|设备|账号)?的(?:,|申请人|群众|公民|市民|单位|组织|个人|人|可|请|也)")
OTHERS = re.compile(r"公司|企业的|[^,。;]{0,8}的(?:单位|部门|机关|乡镇|街道|其他)")
# A refusal at certain hours is none.
AT_TIMES = re.compile(r"(?:节假|周[末六日]|双休|非工作|夜间|中午|午休|下班|休息日)[^,。;]{0,10},?[^,。;]{0,6}$")
ONLY_FOR = re.compile(
    r"(?:仅|只|专)(?:供|用于|用来|用作|作|限|接收|受理|接受|回答|解答|答复|提供|办理|处理|负责|接待|用作|做|是)[^,。;)]{0,24}|供[^,。;)]{0,20}之用"
)
STILL_APPLIES = re.compile(r"申请")
CLOSED = re.compile(r"(?:仅|只)(?:直接|限于?|限)?(?:受理|接受|接收|采用|通过|能|可)[^。;]{0,40}(?:方式|形式|渠道|途径|种)")
NOTHING = re.compile(
    r"[:\-—|\"“(]*(?:答:)?(?:(?:本|我|该)[局委办馆所署会站院处]|本机关|本单位|目前|现|暂时|暂|,)*"
    r"(?:(?:无|没有|否|不行|不可以|不可|不能|暂缺|未设|停用|停办|未开通|不开通|不提供|不支持|不适用)(?:[,。;)/|\-]|$)|(?:尚|暂|还)未(?:开通|设|提供|启用|开放|配)|暂不(?:受理|接收|接受|开通|开放|提供|支持))"
)
PLACEHOLDER = re.compile(
    r"[×✕╳]{2,}|x{3,}|\*{3,}|[○〇●□■]{3,}|_{3,}|\{\{|\$\{|\{\$|<%|待定|待补|待完善|待公布|待确定|待填|待设|另行公布|另行通知|后续公布|此处填写|请填写(?:地址|号码|邮箱)|…{2,}|(?<!\d)0{7,}(?!\d)"
)

DAY_OF_RECEIPT = re.compile(r"之日(?:为|起视|视为|即为)|视为(?:收到|申请)|为收到(?:申请)?|收到申请的时间|(?:日期|时间)为准")
HANDED_IN = re.compile(
    r"申请(?!人|表|书|的?内容|公开的)|提交|递交|提出|递件|受理|寄|发送|发至|发到|发给|传至|传到|传送|投递|送达|送交|(?<!联系)方式|渠道|途径|报送|发[往来]"
)
DOWNLOAD = re.compile(r"下载|查询|查看|查阅|领取|了解|获取[^,。;]{0,8}表|公布|公开指南|答复|送达|提供给申请人|予以提供|回复|进度")
DOING = re.compile(r"提交|递交|提出|填写|填报|填表|发送|发至|发到|传送|在线|网上申请|线上|申请平台|申请系统|受理")
RETURN_BEFORE = re.compile(
    r"(?:获取|提供|答复|领取|回复|送达|反馈|取得|告知|选择的)[^,。;]{0,10}$|(?:申请人|您|你)(?:所|自行|自主)?(?:选择|要求|指定|需要|希望)[^,。;]{0,24}$"
)
RETURN_AFTER = re.compile(
    r"[^,。;]{0,20}(?:(?:方式|形式)(?:向[^,。;]{0,8})?(?:提供|答复|回复|告知|发送给申请人|送达)|送达(?!至|到|本|我)|答复申请人|费(?!税))|[^,。;()]{0,20}\)(?:等?(?:方式|形式))?(?:提供|答复|回复|告知|送达)"
)
RETURNS_NOT = re.compile(r"[^,。;]{0,12}(?:提交|递交|提出|申请(?!人))")
RETURN_TITLE = re.compile(r"^(?:答复|送达|提供|获取|领取|收费|费用|结果)")
RETURN_HEAD = re.compile(r"(?:获取|提供|答复|领取|回复|送达)[^。]{0,16}(?:方式|形式)")
APPLYING = re.compile(r"申请(?!人$)|提交|递交|送交|呈交|填写|填报|填表|受理|办理|申办|报送")
PUBLISHED = re.compile(r"(?:公开|发布|公布|获取|查阅)(?:的?(?:形式|方式|渠道|途径|载体|平台))|主动公开|查阅|获取")
NEEDLESS = re.compile(r"(?:无需|无须|不必|不用|不需要?|免去?|不便|不能|无法)(?:再|本人)?$")
# A number that stands under its label is offered for applications where its sentence goes on to say so, or where one sends to it.
SENT_TO = re.compile(
    r"(?:通过|采用|使用|利用|[可得]以?用?|以|用|请|发)$|(?:发|传|寄|投|送|递交|提交|发送)[^,。;]{0,8}(?:[至到给入往])[^,。;]{0,12}$"
)
OFFERED = re.compile(
    r"(?<!不)(?:可以?|能|用于|专用|负责|均|同样|仅|只)[^,。;不咨]{0,10}(?:接收|受理|提交|递交|用于)[^,。;不咨]{0,8}申请|(?:可以?|同样)[^,。;不]{0,6}(?:接收|提交|递交)申请|注明[^,。;]{0,14}申请"
)
_SITE = r"(?:网(?!点|格|民)|平台|系统|小程序|公众号|app|在线|线上|扫码|二维码|表单|链接)"
# Words that may well name a way although no name was found: the way must not be called absent.
HINTS = {
    "in_person": re.compile(
        r"当场|当面|现场|窗口|上门|前来|前往|亲[自送]|向[^,。;:]{0,16}(?:办公室|党政办|政府办|窗口|大厅|服务台|科|股|处|中心)(?:提交|递交|呈交|送交|交)|[交送](?:给|到|至|往)|(?<![收得达])(?:到|至|去)[^。;]{2,40}(?:填写|填表|提出|递交|提交|申请|办理|交)|直接[到去至]|线下|柜台|受理(?:地址|地点|点)|过来|到访"
    ),
    "email": re.compile(r"@|\(at\)"),
    "mail": re.compile(r"寄|信封|信函|书信|快递|挂号|邮(?![箱件编码]|政编)|ems|函件|[来去发]函|信件|[来写]信|特快"),
    "fax": re.compile(r"传真(?!号|:)"),
    "online": re.compile(
        rf"{_SITE}(?![站页上]{{0,2}}下载后?填)[^。;]{{0,30}}(?:提交|递交|填写|填报|填表|提出|申办)|(?:提交|递交|填写|填报|填表|提出)[^。;]{{0,30}}{_SITE}|{_SITE}申请|^(?:\(?\d[).、])?(?:网上|网络|互联网|在线|线上)(?=$|[:\-|(]|.{{0,30}}(?:申请|提交|办理|受理|递交|发送|填[写报表]|方式|途径|渠道|登[录陆]))"
        r"|(?:通过|登[录陆]|使用|用|在)[\"“][^\"”。]{2,12}[\"”][^。;,]{0,10}(?:提交|递交|填写|填报|提出|申请)"
        r"|^\W{0,3}\d?\W{0,3}(?:微信|支付宝|手机|政务)?(?:小程序|公众号|app|客户端)(?:端|申请|方式|渠道)?$"
    ),
}
# «申请和答复» is a chapter's name, which may stand in one line with its text.
NO_HINT = re.compile(r"(?<![请理][和与及、])答复|送达|领取|获取|提供|查阅|投诉|举报|费|复议|纪委|监委|纪检|监察")
FILLED = re.compile(r"联系方式|填写|注明|说明|(?<!渠道)(?<!途径)(?<!方式)(?:包括|包含)|载明|应当提供|申请人的|姓名|须填|写明")
# A line that lists ways of applying, one sentence each: «接收渠道：1.当面提交；2.互联网；3.传真。»
LEADS = re.compile(r"[^。;:]{0,12}(?:申请|受理|接收|提交|递交|接受)[^。;:]{0,8}(?:渠道|途径|方式)[^。;:]{0,8}:")
ELSE_DESK = re.compile(r"投诉|举报|检举|监督(?!管理)|纪检|纪委|监委|监察|纪律|查阅(?:点|场所|中心|室)|维护|技术支持|热线")
# Where one goes on another errand: «办理采伐许可等业务请到…窗口»; to ask of the «相应的服务业务» is none.
OTHER_BUSINESS = re.compile(
    r"(?:办理|申办|咨询|预约)(?!相[应关])[^。;]{2,24}(?:业务|许可|手续|补贴|证照|登记)|查[阅档询](?:馆藏)?[^,。;]{0,8}(?:档案|资料)?者"
)
DECOY_TITLE = re.compile(r"投诉|举报|检举|监督(?!管理|检验|局|所|站)|救济|复议|诉讼|查阅(?:点|场所|中心|室)|纪检|监察|技术支持")
OWN_TITLE = re.compile(r"申请|受理|公开(?:工作)?机构|联系")


@attrs.frozen
class Token:
    """A way of applying named in a folded text; ``name`` is the element id or ``other``. 渠道名"""

    start: int
    end: int
    name: str


@attrs.frozen(eq=False)
class Grammar:
    """The patterns that the vocabulary's words make up. 渠道词表的匹配式

    Attributes:
        tokens: any name in running text, one named group for each way.
        titles: one pattern for each way: a text that is its title.
        never: words blotted out before anything is looked for.
        first: the characters that names begin with: a text without them names nothing.
    """

    tokens: re.Pattern[str]
    titles: dict[str, re.Pattern[str]]
    heads: dict[str, re.Pattern[str]]
    never: re.Pattern[str]
    first: frozenset[str]


@functools.lru_cache(maxsize=8)
def grammar(vocabulary: Vocabulary) -> Grammar:
    """The patterns for a vocabulary, made once. 匹配式"""
    family = vocabulary.family(FAMILY)
    groups = [f"(?P<{OTHER}>{_any(SPOKEN)})"]
    groups += [f"(?P<{name}>{_any(element.labels)}{ACTS.get(name, '')})" for name, element in family.items()]
    titles = {n: re.compile(f"{LEAD}(?:{_any((*e.labels, *e.aliases))}){SUFFIX}{{0,6}}:?") for n, e in family.items()}
    heads = {
        n: re.compile(
            f"{LEAD}(?:(?:{_any((*e.labels, *e.aliases))}){SUFFIX}{{1,6}}|(?:{_any((*e.labels, *e.aliases))})(?=[:。\\-|(\\da-z]))"
        )
        for n, e in family.items()
    }
    words = [word for element in family.values() for word in element.never]
    first = frozenset(word[0] for element in family.values() for word in (*element.labels, *element.aliases))
    begins = first | ACTS_FIRST | {word[0] for word in SPOKEN}
    anywhere = re.compile(f"(?=[{re.escape(''.join(sorted(begins)))}])(?:{'|'.join(groups)})")  # a line may have a million characters
    return Grammar(anywhere, titles, heads, re.compile(_any(tuple(words))), first)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def blotted(text: str, patterns: Grammar) -> str:
    """The text with words that only look like names blotted out, its length kept. 遮去易混词"""
    return patterns.never.sub(lambda found: BLOT * len(found[0]), text)


def tokens(text: str, patterns: Grammar) -> tuple[Token, ...]:
    """The ways named in a blotted text, in its order. 渠道名"""
    return tuple(Token(m.start(), m.end(), m.lastgroup or "") for m in patterns.tokens.finditer(text) if _is_token(text, m))


ADDRESSED = re.compile(r"[a-z0-9_.\-]{1,40}(?:@|\(at\))")  # «寄至 name@…» is no letter


def _is_token(text: str, found: re.Match[str]) -> bool:
    """«以电子邮件寄至…» and «传真发送到…» name one way, not two."""
    if found.lastgroup == "mail" and ADDRESSED.match(text, found.end()):
        return False
    if found.lastgroup not in ("mail", "in_person") or not re.match(r"[寄送交到至递]", found[0]):
        return True
    before = text[max(0, found.start() - 6) : found.start()]
    return not re.search(r"(?:邮件|邮箱|信箱|传真|寄|邮|发|传|送|提供|收|得|遇|达|找|看)$", before)


def refused(text: str, found: tuple[Token, ...]) -> tuple[frozenset[int], frozenset[int]]:
    """Indexes of the tokens that a sentence refuses, and of those that it may refuse. 被拒绝的渠道

    A refusal speaks of the list of names right behind it («不接收传真、邮件申请»), else of the list right before it («传真、邮件申请一律
    不予受理»), and of nothing where a condition is made («未署名的信函不予受理») or where it names something else («不接收附件»).
    """
    out: set[int] = set()
    unsure: set[int] = set()
    for verb in REFUSAL.finditer(text):
        if AT_TIMES.search(text, max(0, verb.start() - 24), verb.start()):
            continue
        after = verb.end()
        if text[after : after + 1] == ":" and FOLLOWING.search(text, 0, verb.start()):
            after += 1
        ahead = next((n for n, t in enumerate(found) if t.start >= after), None)
        if ahead is not None and FORWARD.fullmatch(text, after, found[ahead].start):
            chain = [ahead]
            while chain[-1] + 1 < len(found) and JOINED.fullmatch(text, found[chain[-1]].end, found[chain[-1] + 1].start):
                chain.append(chain[-1] + 1)
            bare = verb[0].endswith(("没有", "无", "具备"))
            end = found[chain[-1]].end
            if not (bare and WITHOUT.match(text, end)) and not OTHERS.match(text, end) and not NOT_APPLYING.match(text, end):
                (out if AFTER_REFUSED.match(text, end) else unsure).update(chain)
            continue
        if NOTHING_ELSE.match(text, verb.end()):
            sure, chain = _before(text, found, verb.start())
            (out if sure else unsure).update(chain)
    for only in ONLY_FOR.finditer(text):
        last = max((n for n, t in enumerate(found) if t.end <= only.start()), default=None)
        if last is not None and not STILL_APPLIES.search(only[0]) and found[last].name in ("email", "fax"):
            between = text[found[last].end : only.start()]
            if len(between) <= 60 and not re.search(r"可以?|请", between):
                out.add(last)
    kinds = {n for n in out if ONE_KIND.fullmatch(text, found[n].start, found[n].end)}
    unsure |= kinds
    out -= kinds
    return frozenset(n for n in out if found[n].name != OTHER), frozenset(n for n in unsure - out if found[n].name != OTHER)


def _before(text: str, found: tuple[Token, ...], verb: int) -> tuple[bool, list[int]]:
    """The tokens that a refusal behind them may mean, and whether it surely does: nothing else stands between that it could mean."""
    last = max((n for n, t in enumerate(found) if t.end <= verb), default=None)
    if last is None:
        return False, []
    between = text[found[last].end : verb]
    related = bool(RELATIVE.fullmatch(between))
    if not related and (len(between) > 48 or INTERVENES.search(between.replace("申请", "")) or re.search(r"的,", between)):
        return False, []
    chain = [last]
    while chain[0] and JOINED.fullmatch(text, found[chain[0] - 1].end, found[chain[0]].start):
        joint = text[found[chain[0] - 1].end : found[chain[0]].start]
        if "," in joint and EXCLUSIVE.search(text, max(0, found[chain[0] - 1].start - 24), found[chain[0] - 1].start):
            break  # «只接受到场提出的申请,信函、传真一律不予接收»
        chain.insert(0, chain[0] - 1)
    begin = max(text.rfind(sign, 0, found[chain[0]].start) for sign in ",。;:(") + 1
    conditional = CONDITIONAL.search(text[begin : found[chain[0]].start])
    return related or is_plain(between), [] if conditional else chain


def is_plain(between: str) -> bool:
    """Whether what stands before a refusal names nothing else that could be refused. 拒绝之前无他物"""
    clauses = between.split(",")
    return not REFUSABLE.search(between) and all(NEUTRAL.fullmatch(clause) for clause in clauses[1:])
