"""Characters that have one reading only, by that reading: for engines that take no pinyin.

From the readings of pypinyin (MIT): of the characters of GB 2312, level 1, that have a single one,
the most usual for each syllable.
"""

from __future__ import annotations

_TABLE = """
biàn变 biān编 biāo标 biē憋 biǎo表 bà爸 bài败 bàn办 bàng棒 bào报 bèi备
bèng蹦 bì必 bìng病 bí鼻 bó博 bù布 bā巴 bān班 bāng帮 bēi杯 bēng崩 bī逼 bīn宾
bīng兵 bō拨 bǎi摆 bǎn版 bǎng绑 bǎo保 bǐ笔 bǐng饼 bǔ补 chuán船 chuáng床
chuí锤 chuān川 chuǎng闯 chà诧 chàng唱 chá茶 chán缠 cháng常 cháo潮 chè彻
chén陈 chéng程 chì翅 chí持 chóng崇 chóu筹 chù触 chú滁 chún纯 chāo钞
chēng撑 chě扯 chī痴 chōng充 chōu抽 chū出 chǎn产 chǎo炒 chǒng宠 chǒu丑
chǔ础 chǔn蠢 cuì脆 cuò错 cuī催 cài菜 càn灿 cái财 cán残 cáo曹 cè测 céng层
cì赐 cí茨 còu凑 cóng丛 cún存 cā擦 cāi猜 cāng仓 cāo操 cōng聪 cū粗 cūn村
cǎi彩 cǎn惨 cǐ此 diàn电 diào吊 dié叠 diān颠 diāo雕 diū丢 diǎn点 duàn断
duì对 duó夺 duān端 duō多 duǎn短 duǒ躲 dài代 dàn旦 dàng档 dào到 dèng凳 dé德
dì第 dìng定 dí迪 dòng动 dòu豆 dù渡 dú独 dān丹 děng等 dī低 dīng叮 dōng东
dū督 dǎng党 dǎo导 dǐng顶 dǒng懂 dǒu抖 dǔ赌 fàn范 fá罚 fán凡 fáng防 fèi费
fèn愤 fèng凤 fén坟 fù复 fú符 fān翻 fāng芳 fēi飞 fēn氛 fēng风 fěn粉 fū肤
fǎ法 fǎn返 fǎng访 fǔ府 guà挂 guài怪 guàn惯 guì贵 guó国 guā刮 guān关 guī规
guō锅 guǎ寡 guǎi拐 guǎn管 guǐ轨 gé阁 gòng贡 gòu构 gù故 gāi该 gāng刚 gāo糕
gē歌 gēn根 gēng耕 gěng耿 gōng工 gōu钩 gū姑 gǎi改 gǎn敢 gǎo稿 gǒng巩 gǒu狗
gǔ股 gǔn滚 huà话 huàn换 huán环 huáng黄 huì汇 huí回 huò获 huā花 huān欢
huī挥 huǎn缓 huǎng谎 huǐ悔 hài骇 hàn汉 hái孩 hán函 háng航 háo豪 hè贺 hèn恨
hé河 héng恒 hòu后 hóng宏 hù户 hú湖 hún魂 hēi黑 hěn很 hōng轰 hū乎 hūn婚
hǎi海 jià架 jiàn建 jiàng匠 jiào较 jiè界 jié截 jiù就 jiā加 jiān坚 jiāng江
jiāo交 jiē阶 jiū纠 jiǎ甲 jiǎn简 jiǎng讲 jiǔ酒 jué决 jì计 jìn进 jìng境 jí及
jù具 jùn峻 jú局 jī基 jīn今 jīng京 jūn军 jǐ挤 jǐn紧 jǐng警 jǔ举 kuài快
kuàng况 kuì馈 kuò扩 kuān宽 kuǎ垮 kào靠 kè克 kòu扣 kù库 kùn困 kāi开 kān刊
kāng糠 kē颗 kěn肯 kū哭 kǎi凯 kǎn砍 kǎo考 kǒng恐 kǒu口 liàn链 liàng辆
lián联 liáng粮 liáo疗 liè烈 liú流 liǎn脸 liǎng两 liǔ柳 luàn乱 luò洛 luó逻
luǒ裸 là辣 lài赖 làn滥 lái来 lán兰 láng廊 láo劳 lèi类 lì力 lìng另 lí璃
lín林 líng灵 lòu陋 lóng龙 lóu楼 lù录 lú炉 lún轮 lüè略 lěi磊 lǎn览 lǎng朗
lǎo老 lǐ理 lǐng领 lǒng垄 lǔ鲁 lǚ旅 lǜ律 miàn面 miáo苗 miè蔑 miǎn冕 miǎo秒
mà骂 mài卖 màn漫 mào贸 mán蛮 máng盲 máo茅 mèi妹 mèng梦 méi眉 mén门 méng檬
mì密 mìng命 mí弥 mín民 míng鸣 mò默 mó魔 móu谋 mù目 mā妈 měi美 měng猛 mǎ码
mǎi买 mǎn满 mǐ米 mǐn敏 mǔ姆 niàn念 niáng娘 niú牛 niǔ纽 nuò诺 nuó挪 nà纳
nài奈 nào闹 ná拿 nán男 nèn嫩 nì逆 nín您 níng凝 nóng农 nù怒 nüè虐 nǎi奶
nǎo脑 nǐ你 nǔ努 piàn骗 piān篇 piāo飘 pàn判 pá爬 pái牌 pán盘 páng庞 pèi配
pèng碰 péi赔 pén盆 péng朋 pì屁 pí皮 pín频 píng评 pò破 pó婆 pān攀 pāo抛 pī披
pō坡 pǐ匹 pǐn品 pǔ普 qià恰 qiàn歉 qián钱 qiáng墙 qiáo桥 qiè窃 qióng穷
qiú求 qiān千 qiāng枪 qiāo敲 qiū秋 qiǎn谴 qiǎo巧 quàn劝 quán全 què确
quǎn犬 qì器 qìng庆 qí旗 qín秦 qíng情 qún群 qī欺 qīng轻 qū趋 qǐ起 qǐn寝
qǐng请 ruì瑞 ruò弱 ruǎn软 ràng让 rán然 ráo饶 rè热 rèn认 rén人 réng仍 rì日
róng融 róu揉 rù入 rùn润 rú如 rǎn染 rǎng壤 rǒng冗 rǔ辱 shuài帅 shuì睡
shuò朔 shuāi摔 shuāng双 shuǎ耍 shuǐ水 shài晒 shàn善 shào绍 shè设 shèng剩
shéng绳 shì试 shí时 shòu授 shù述 shùn顺 shú赎 shā杀 shāi筛 shān山 shāng商
shāo烧 shē奢 shēn深 shēng生 shěn审 shī师 shōu收 shū书 shǎ傻 shǎn闪
shǎng赏 shǐ使 shǒu手 shǔ署 suàn算 suì岁 suí随 suān酸 suī虽 suǐ髓 suǒ所
sà萨 sài赛 sè涩 sì四 sòng送 sù速 sú俗 sān三 sāo骚 sēn森 sī私 sōng松 sōu艘
sū苏 sūn孙 sǎn伞 sǐ死 sǔn损 tián田 tiáo条 tiān天 tiē贴 tiě铁 tiǎn腆 tuì退
tuí颓 tuī推 tuō托 tuǐ腿 tuǒ妥 tài态 tán谈 táng堂 táo逃 tè特 téng腾 tì替
tí题 tíng停 tòng痛 tóng铜 tú图 tāi胎 tān贪 tāo涛 tīng厅 tōu偷 tū突 tǎn坦
tǎo讨 tǒng统 wài外 wàn腕 wàng望 wán玩 wèi未 wèn问 wéi维 wén文 wò卧 wù务
wā挖 wān湾 wēi微 wěi伟 wěn稳 wō窝 wū屋 wǎn晚 wǎng网 wǒ我 wǔ五 xià下 xiàn现
xiàng向 xiào效 xiá霞 xián嫌 xiáng详 xiè谢 xié协 xióng雄 xiù秀 xiān先
xiāng箱 xiāo消 xiōng凶 xiū修 xiǎn险 xiǎng想 xiǎo小 xuán悬 xué学 xuān宣
xuē薛 xuě雪 xuǎn选 xì细 xìng性 xí习 xíng型 xù序 xùn讯 xú徐 xún询 xī息 xīn新
xīng星 xū须 xūn勋 yuàn院 yuán源 yuè阅 yuǎn远 yà亚 yàn验 yào药 yá芽 yán严
yáng阳 yáo摇 yè业 yé爷 yì义 yí仪 yín银 yíng营 yòng用 yòu又 yóu邮 yù域 yùn蕴
yú娱 yún云 yā鸦 yāng秧 yāo邀 yī伊 yīn因 yīng婴 yōng拥 yōu悠 yū迂 yǎng养
yǐ蚁 yǐn引 yǐng影 yǒng永 yǒu友 yǔ宇 zhuàng状 zhuì缀 zhuā抓 zhuān专
zhuāng装 zhuō桌 zhà诈 zhài债 zhàn战 zhàng账 zhào照 zhá闸 zhè浙 zhèn镇
zhèng证 zhé哲 zhì制 zhí直 zhòng仲 zhòu骤 zhù住 zhú竹 zhāi摘 zhān瞻
zhāng张 zhē遮 zhēn真 zhēng争 zhě者 zhěn诊 zhěng整 zhī织 zhōng终 zhōu周
zhū诸 zhǎn展 zhǎng掌 zhǐ止 zhǒu帚 zhǔ嘱 zhǔn准 zuì罪 zuò做 zuó昨 zuǐ嘴
zuǒ左 zài在 zàn赞 zàng葬 zào躁 zá砸 zèng赠 zé则 zì自 zòng纵 zā匝 zāi灾
zāng赃 zāo遭 zēng憎 zěn怎 zī资 zōng踪 zūn尊 zǎi宰 zǎo早 zǐ紫 zǒng总 zǒu走
zǔ组 ài爱 àn案 è鄂 èr二 é额 āi哀 ān安 ēn恩 ěr尔 ōu欧 ǎi矮 ǒu偶
"""
HOMOPHONES = {entry[:-1]: entry[-1] for entry in _TABLE.split()}
ONE_READING = frozenset(HOMOPHONES.values())
