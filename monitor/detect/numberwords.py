"""Number words of the ten languages, and the words that make a number a bound: data for `numbers`.

All words are folded as text is. A word that a language also uses as its article (`un`, `bir`) is a number like others;
who reads numbers decides whether it counts anything.
"""

from monitor.text.fold import fold_plain

Bound = str
Table = dict[str, int]


def _table(*lines: str) -> Table:
    """`one=1 two,twain=2` -> words with their values."""
    found: Table = {}
    for pair in " ".join(lines).split():
        words, _, value = pair.rpartition("=")
        for word in words.split(","):
            found[fold_plain(word)] = int(value)
    return found


def _set(*lines: str) -> frozenset[str]:
    return frozenset(fold_plain(" ".join(lines)).split())


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Phrases divided by `|`, as tuples of folded words."""
    return frozenset(tuple(fold_plain(phrase).split()) for phrase in text.split("|"))


_URDU = (
    "ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس اکیس بائیس "
    "تئیس چوبیس پچیس "
    "چھبیس ستائیس اٹھائیس انتیس تیس اکتیس بتیس تینتیس چونتیس پینتیس چھتیس سینتیس اڑتیس انتالیس چالیس اکتالیس "
    "بیالیس تینتالیس "
    "چوالیس پینتالیس چھیالیس سینتالیس اڑتالیس انچاس پچاس اکاون باون ترپن چون پچپن چھپن ستاون اٹھاون انسٹھ "
    "ساٹھ اکسٹھ باسٹھ تریسٹھ "
    "چونسٹھ پینسٹھ چھیاسٹھ سڑسٹھ اڑسٹھ انہتر ستر اکہتر بہتر تہتر چوہتر پچہتر چھہتر ستتر اٹھہتر اناسی اسی "
    "اکاسی بیاسی تراسی چوراسی "
    "پچاسی چھیاسی ستاسی اٹھاسی نواسی نوے اکانوے بانوے ترانوے چورانوے پچانوے چھیانوے ستانوے اٹھانوے ننانوے"
)

NUMBERS: dict[str, Table] = {
    "en": _table(
        "one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13",
        "fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40",
        "fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 thousand=1000 million=1000000 dozen=12",
    ),
    "ar": _table(
        "واحد,واحدة,احدى,احد,إحدى=1 اثنان,اثنين,اثنتان,اثنتين,اثنا,اثني,اثنتا,اثنتي=2 ثلاثة,ثلاث=3 أربعة,أربع=4",
        "خمسة,خمس=5 ستة,ست=6 سبعة,سبع=7 ثمانية,ثماني,ثمان=8 تسعة,تسع=9 عشرة,عشر=10 عشرون,عشرين=20 ثلاثون,ثلاثين=30",
        "أربعون,أربعين=40 خمسون,خمسين=50 ستون,ستين=60 سبعون,سبعين=70 ثمانون,ثمانين=80 تسعون,تسعين=90",
        "مئة,مائة,مية=100 مئتان,مئتين,مائتان,مائتين,مئتي,مائتي=200 ثلاثمئة,ثلاثمائة=300 أربعمئة,أربعمائة=400",
        "خمسمئة,خمسمائة=500 ستمئة,ستمائة=600 سبعمئة,سبعمائة=700 ثمانمئة,ثمانمائة=800 تسعمئة,تسعمائة=900",
        "ألف,آلاف,ألفا=1000 ألفان,ألفين=2000 مليون,ملايين=1000000",
    ),
    "fa": _table(
        "یک=1 دو=2 سه=3 چهار=4 پنج=5 شش=6 هفت=7 هشت=8 نه=9 ده=10 یازده=11 دوازده=12 سیزده=13 چهارده=14 پانزده=15",
        "شانزده=16 هفده=17 هجده,هیجده=18 نوزده=19 بیست=20 سی=30 چهل=40 پنجاه=50 شصت=60 هفتاد=70 هشتاد=80 نود=90",
        "صد,یکصد=100",
        "دویست=200 سیصد=300 چهارصد=400 پانصد=500 ششصد=600 هفتصد=700 هشتصد=800 نهصد=900 هزار=1000 میلیون=1000000",
    ),
    "ckb": _table(
        "یەک=1 دوو=2 سێ=3 چوار=4 پێنج=5 شەش=6 حەوت,حەفت=7 هەشت=8 نۆ=9 دە=10 یازدە=11 دوازدە=12 سێزدە,سیانزە=13",
        "چواردە=14",
        "پازدە,پانزە=15 شازدە,شانزە=16 حەڤدە,حەڤدە,هەڤدە=17 هەژدە,هەژدە=18 نۆزدە=19 بیست=20 سی=30 چل=40 پەنجا=50",
        "شەست=60 حەفتا=70",
        "هەشتا=80 نەوەد=90 سەد=100 دووسەد=200 سێسەد=300 هەزار=1000 ملیۆن=1000000",
    ),
    "kmr": _table(
        "yek=1 du,dudu,didu=2 sê,sisê=3 çar=4 pênc=5 şeş=6 heft=7 heşt=8 neh=9 deh=10 yazde,yanzdeh,yazdeh=11",
        "dozde,dozdeh,duwazde=12",
        "sêzde,sêzdeh=13 çarde,çardeh=14 pazde,pazdeh,panzde=15 şazde,şazdeh=16 hevde,hevdeh=17 hejde,hijdeh=18",
        "nozde=19",
        "bîst=20 sî,sih=30 çil=40 pêncî=50 şêst=60 heftê=70 heştê=80 nod=90 sed=100 hezar=1000 milyon=1000000",
    ),
    "tr": _table(
        "bir,biri=1 iki,ikisi=2 üç,üçü=3 dört,dördü=4 beş,beşi=5 altı,altısı=6 yedi,yedisi=7 sekiz,sekizi=8",
        "dokuz=9 on,onu=10",
        "yirmi=20 otuz=30 kırk=40 elli=50 altmış=60 yetmiş=70 seksen=80 doksan=90 yüz=100 bin=1000 milyon=1000000",
    ),
    "ur": {fold_plain(word): value for value, word in enumerate(_URDU.split(), start=1)}
    | _table("چھے=6 دونوں=2 سو=100 ہزار=1000 لاکھ=100000"),
    "fr": _table(
        "un,une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13",
        "quatorze=14 quinze=15 seize=16 vingt,vingts=20 trente=30 quarante=40 cinquante=50 soixante=60",
        "septante=70 huitante=80 nonante=90 cent,cents=100 mille=1000 million,millions=1000000",
    ),
    "es": _table(
        "un,uno,una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13",
        "catorce=14 quince=15 dieciséis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20",
        "veintiuno,veintiún=21",
        "veintidós=22 veintitrés=23 veinticuatro=24 veinticinco=25 veintiséis=26 veintisiete=27 veintiocho=28",
        "veintinueve=29 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90",
        "cien,ciento=100",
        "doscientos,doscientas=200 trescientos,trescientas=300 cuatrocientos,cuatrocientas=400",
        "quinientos,quinientas=500 seiscientos,seiscientas=600 setecientos,setecientas=700",
        "ochocientos,ochocientas=800 novecientos,novecientas=900 mil=1000 millón,millones=1000000",
    ),
    "ru": _table(
        "один,одна,одного,одну,одной,одним,одному=1 два,две,двух,двум,двумя,двое,двоих,двоим=2",
        "три,трех,трем,тремя,трое,троих,троим=3 четыре,четырех,четырем,четверо,четверых=4",
        "пять,пяти,пятью,пятеро,пятерых=5",
        "шесть,шести,шестью,шестеро,шестерых=6 семь,семи,семью,семеро,семерых=7",
        "восемь,восьми,восемью,восьмеро,восьмерых=8",
        "девять,девяти,девятеро,девятерых=9 десять,десяти,десятеро,десятерых=10 одиннадцать,одиннадцати=11",
        "двенадцать,двенадцати=12 тринадцать,тринадцати=13 четырнадцать,четырнадцати=14 пятнадцать,пятнадцати=15",
        "шестнадцать,шестнадцати=16 семнадцать,семнадцати=17 восемнадцать,восемнадцати=18",
        "девятнадцать,девятнадцати=19",
        "двадцать,двадцати=20 тридцать,тридцати=30 сорок,сорока=40 пятьдесят,пятидесяти=50",
        "шестьдесят,шестидесяти=60",
        "семьдесят,семидесяти=70 восемьдесят,восьмидесяти=80 девяносто,девяноста=90 сто,ста=100 двести,двухсот=200",
        "триста,трехсот=300 четыреста,четырехсот=400 пятьсот,пятисот=500 шестьсот,шестисот=600 семьсот,семисот=700",
        "восемьсот,восьмисот=800 девятьсот,девятисот=900 тысяча,тысячи,тысяч,тысячу=1000",
        "миллион,миллиона,миллионов=1000000",
        "дюжина,дюжины=12",
    ),
}
"""Language -> word -> value."""

VAGUE: dict[str, Table] = {
    "en": _table("dozens=24 scores=40 hundreds=200 thousands=2000"),
    "ar": _table("عشرات,العشرات=20 مئات,المئات,مائات=200 الآلاف=2000"),
    "fa": _table("دهها=20 صدها=200 هزاران=2000"),
    "ckb": _table("دەیان=20 سەدان=200 هەزاران=2000"),
    "kmr": _table("dehan,dehanan=20 sedan=200 hezaran=2000"),
    "tr": _table("onlarca,onlarcası,düzinelerce=20 yüzlerce=200 binlerce=2000"),
    "ur": _table("درجنوں=24 سینکڑوں,سیکڑوں=200 ہزاروں=2000 دسیوں=20"),
    "fr": _table("dizaines=20 dizaine=10 douzaine=12 vingtaine=20 trentaine=30 quarantaine=40 cinquantaine=50")
    | _table("douzaines=24 centaine=100 centaines=200 milliers=2000 millier=1000"),
    "es": _table(
        "decenas=20 decena=10 docena=12 docenas=24 veintena=20 treintena=30 centenar=100 centenares=200 cientos=200"
    )
    | _table("miles=2000"),
    "ru": _table("десятки,десятков,десятками,десяткам=20 десяток,десятка=10 сотни,сотен=200 сотня=100"),
}
"""Words for a number that is only known from below, with that bound."""

DUALS = _set(
    "قتيلان قتيلين جريحان جريحين شهيدان شهيدين شخصان شخصين جنديان جنديين شرطيان شرطيين عنصران عنصرين طفلان "
    "طفلين "
    "امرأتان امرأتين رجلان رجلين ضابطان ضابطين مسلحان مصابان مصابين مواطنان مواطنين صحفيان موظفان عاملان "
    "عاملين "
    "مدنيان حارسان حارسين انتحاريان انتحاريين إرهابيان شابان شابين مقاتلان مقاتلين رهينتان رهينتين"
)
"""Arabic nouns for two people: word and number in one."""

JOINERS = frozenset(fold_plain(word) for word in ("and", "و", "û", "u", "ve", "et", "y", "и"))
"""Words between the parts of one number."""

BEFORE: dict[Bound, frozenset[tuple[str, ...]]] = {
    "least": _phrases(
        "at least|more than|over|no fewer than|no less than|not less than|a minimum of|upwards of"
        "|ما لا يقل عن|لا يقل عن|أكثر من|اكثر من|ما يزيد على|ما يزيد عن|يزيد على|على الأقل|أزيد من"
        "|دست کم|دستکم|حداقل|بیش از|بیشتر از|لااقل|افزون بر|لانیکەم|لانی کەم|بەلایەنی کەمەوە|زیاتر لە|پتر لە"
        "|لەسەرووی"
        "|herî kêm|qet nebe|kêmanî|bi kêmanî|zêdetirî|zêdetir ji|bêtirî|zêdeyî|en az|en azından|asgari|کم از کم"
        "|au moins|plus de|plus d|au minimum|al menos|por lo menos|más de|cuando menos|не менее|не меньше|как "
        "минимум"
        "|по меньшей мере|более|свыше|больше"
    ),
    "most": _phrases(
        "up to|at most|no more than|ما يصل إلى|ما لا يزيد على|لا يزيد عن|حداکثر|ئەوپەڕی|herî zêde|en fazla|زیادہ "
        "سے زیادہ"
        "|jusqu à|au plus|hasta|como máximo|до|не более|максимум"
    ),
    "about": _phrases(
        "about|around|some|nearly|almost|roughly|approximately|as many as|close to|نحو|حوالي|قرابة|زهاء|ما يقارب"
        "|حوالى|حدود"
        "|نزدیک به|حدودا|تقریبا|نزیکەی|دەوروبەری|nêzîkî|derdora|yaklaşık|tahminen|kadar|تقریباً|لگ بھگ|environ"
        "|près de"
        "|quelque|presque|unos|unas|cerca de|alrededor de|casi|около|примерно|почти|порядка"
    ),
}
"""Phrases before a number that make it a bound or a guess."""

AFTER: dict[Bound, frozenset[tuple[str, ...]]] = {
    "least": _phrases(
        "or more|على الأقل|أو أكثر|یا بیشتر|fazla|den fazla|dan fazla|ten fazla|tan fazla|aşkın|i aşkın|ı aşkın"
        "|e aşkın"
        "|سے زائد|سے زیادہ|سے زاید|au moins|o más|или более|زیاتر"
    ),
    "about": _phrases("or so|kadar|e yakın|a yakın|کے قریب|کے لگ بھگ|تقریبا"),
}
"""The same behind a number."""

MEASURES = _set(
    "km kilometre kilometres kilometer kilometers miles mile metre metres meters metro metros kg kilogram "
    "kilograms "
    "kilo kilos tonne tonnes tons hour hours minute minutes day days week weeks month months year years am "
    "pm a.m "
    "p.m percent per cent % years-old year-old "
    "كيلومتر كيلومترا كيلومترات كم متر مترا أمتار كيلوغرام كيلوغراما كغم طن طنا ساعة ساعات دقيقة دقائق يوم "
    "يوما أيام أسبوع "
    "أسابيع أسبوعا شهر شهرا أشهر شهور سنة سنوات عام عاما أعوام بالمئة بالمائة "
    "کیلومتر کیلومتری متر متری کیلوگرم کیلو تن ساعت ساعته دقیقه روز روزه هفته ماه ماهه سال ساله سالگی درصد "
    "شنبه "
    "کیلۆمەتر کیلۆمەتری مەتر کیلۆگرام کیلۆ کاتژمێر خولەک ڕۆژ هەفتە مانگ ساڵ ساڵان ساڵە لەسەدا شەممە "
    "kîlometre kîlometreyan metre saet saetan deqe deqîqe roj rojan hefte meh mehan sal salan salî ji sedî "
    "kilometre metre kilogram ton saat dakika gün günlük hafta ay yıl yaşında yaşındaki yıllık yüzde "
    "کلومیٹر کلو میٹر میٹر کلوگرام ٹن گھنٹے گھنٹوں منٹ دن دنوں ہفتے مہینے ماہ سال سالہ برس فیصد بجے "
    "kilomètre kilomètres mètre mètres tonnes heure heures minutes jour jours semaine semaines mois an ans "
    "année "
    "années h pourcent "
    "kilómetro kilómetros metros toneladas hora horas minutos día días semana semanas mes meses año años "
    "км километр километров километрах километра метр метров кг тонн тонны час часа часов минут день дня дней "
    "неделя недели недель месяц месяца месяцев год года лет процентов"
)
"""Words behind a number that make it a measure of something other than people."""
