"""What sites put around an article, in ten languages, one table per language, as a reader would see it.

`lines` stand alone on a line. `labels` stand before a colon with a short value. `forms` begin the lines of a comment
form or a notice; what follows one at the end of a page is no article. `teasers` head or introduce headlines of other
articles. `more` ends a summary on its last line.
"""

from dataclasses import dataclass

from monitor.normalise.calendars import folded


@dataclass(frozen=True, slots=True)
class Phrases:
    """The furniture of one language; entries are separated by `|`."""

    lines: str
    labels: str
    forms: str
    teasers: str
    more: str


TABLES = {
    "en": Phrases(
        lines="select page|back to top button|back to top|share this|share this article|share this story|share"
        "|share on facebook|share on twitter|tweet|print|email|facebook|twitter|whatsapp|telegram|linkedin|pinterest"
        "|reddit|copy link|advertisement|sponsored|subscribe|subscribe now|sign up|log in|login|sign in|menu|search"
        "|skip to content|skip to main content|home|close|like this|loading|comments|no comments|add a comment"
        "|post comment|view all posts|next article|previous article|next post|previous post|photo gallery"
        "|listen to this article|follow us|accept all cookies|accept cookies|manage preferences|play video|trending"
        "|read full story|click to share|click to print|save my name|all rights reserved|toggle navigation",
        labels="source|media id|article id|news id|story id|published|published on|published at|last updated"
        "|updated|last modified|posted|posted on|date|tags|tag|filed under|category|categories|photo|photos|photo by"
        "|photo credit|image|image credit|image source|credit|file photo|author|written by|reported by|edited by"
        "|editing by|reporting by|views|reading time|share this|topics|related topics|short link|keywords|caption",
        forms="leave a reply|leave a comment|your email address will not be published|required fields are marked"
        "|save my name, email|notify me of|you must be logged in|this site uses akismet|we use cookies"
        "|this website uses cookies|this site uses cookies|by continuing to use this site|by clicking|cancel reply"
        "|sign up for our|subscribe to our|join our telegram|join our whatsapp|follow us on"
        "|click to share on|get the latest|enter your email|please enable javascript|join the conversation"
        "|report this ad|share this article on|like us on",
        teasers="check also|related articles|related posts|related stories|related news|related|read also|also read"
        "|see also|read next|more from|more stories|more news|you may also like|you might also like|recommended"
        "|recommended for you|most read|most popular|popular posts|latest news|recent posts|trending now|editor's picks"
        "|don't miss|up next|more on this story|related topics",
        more="read more|continue reading|read the full story|read full article|read the rest|more"
        "|click here to read more"
        "|view original|read more at|full story",
    ),
    "ar": Phrases(
        lines="شارك|مشاركة|شارك الخبر|شارك المقال|طباعة|إعلان|القائمة|بحث|الرئيسية|التعليقات|لا توجد تعليقات"
        "|نسخ الرابط|العودة إلى الأعلى|زر الذهاب إلى الأعلى|تسجيل الدخول|فيسبوك|تويتر|واتساب|تلغرام|اشترك|إغلاق"
        "|اضغط هنا|تابعنا|المزيد|حجم الخط|إضافة تعليق|أضف تعليق|الأخبار|تخطى إلى المحتوى|جميع الحقوق محفوظة",
        labels="المصدر|مصدر|رقم الخبر|كود الخبر|تاريخ النشر|نشر في|نشر بتاريخ|آخر تحديث|تاريخ التحديث|الكاتب|بقلم|كتب"
        "|تحرير|التصنيف|الوسوم|كلمات مفتاحية|كلمات دلالية|صورة|الصورة|تصوير|المشاهدات|عدد المشاهدات|رابط مختصر|وسوم",
        forms="اترك تعليقا|اترك رد|لن يتم نشر عنوان بريدك|الحقول الإلزامية|احفظ اسمي|نستخدم ملفات تعريف الارتباط"
        "|يستخدم هذا الموقع|اشترك في|تابعونا على|تابعنا على|حقوق النشر|جميع الحقوق محفوظة|إلغاء الرد|انضم إلى قناة",
        teasers="شاهد أيضا|اقرأ أيضا|إقرأ أيضا|اقرأ المزيد|مقالات ذات صلة|أخبار ذات صلة|مواضيع ذات صلة|ذات صلة"
        "|مواضيع متعلقة|الأكثر قراءة|أخبار متعلقة|قد يهمك|قد يعجبك أيضا|آخر الأخبار|الأكثر مشاهدة|اخترنا لك|المزيد من",
        more="اقرأ المزيد|المزيد|إقرأ المزيد|للمزيد|تابع القراءة|أكمل القراءة|التفاصيل",
    ),
    "fa": Phrases(
        lines="چاپ|نسخه چاپی|ارسال به دوستان|اشتراک گذاری|به اشتراک بگذارید|انتهای پیام|نظرات|نظر شما|ارسال نظر"
        "|صفحه اصلی|جستجو|منو|بازگشت به بالا|لینک کوتاه|کپی لینک|آگهی|تبلیغات|فیسبوک|توییتر|تلگرام|واتساپ|ورود"
        "|پرینت|ذخیره|عضویت|ثبت نام|اخبار|دیدگاه‌ها|پایان پیام|انتهای خبر|گزارش خطا|تمامی حقوق محفوظ است",
        labels="کد مطلب|کد خبر|شناسه خبر|شناسه مطلب|شماره خبر|تاریخ انتشار|تاریخ خبر|تاریخ درج|منبع|منابع|خبرنگار"
        "|نویسنده|عکس|عکاس|تاریخ|برچسب ها|برچسب‌ها|کلید واژه ها|کلیدواژه‌ها|گروه|سرویس|دسته بندی|تعداد بازدید|بازدید"
        "|آخرین به روزرسانی|زمان مطالعه|لینک کوتاه|لینک خبر|مترجم|به روز شده در|انتشار|منتشر شده در|کد مقاله"
        "|ساعت انتشار",
        forms="دیدگاهتان را بنویسید|نظر خود را|نشانی ایمیل شما منتشر نخواهد شد|بخش‌های موردنیاز|ذخیره نام|ایمیل شما"
        "|نظر شما|دیدگاه خود|این سایت از کوکی|ما را در|به کانال|عضو کانال|لغو پاسخ|تمامی حقوق|کلیه حقوق|نظرات حاوی"
        "|پاسخ دهید",
        teasers="مطالب مرتبط|اخبار مرتبط|خبرهای مرتبط|بیشتر بخوانید|همچنین بخوانید|این را هم بخوانید|مطالب پیشنهادی"
        "|پربازدیدترین|پربیننده ترین|آخرین اخبار|اخبار برگزیده|پیشنهاد سردبیر|در همین رابطه|در همین زمینه|مرتبط ها"
        "|بخوانید|مرتبط‌ها|از دست ندهید|عناوین مرتبط",
        more="ادامه مطلب|بیشتر بخوانید|ادامه خبر|متن کامل|ادامه|بیشتر",
    ),
    "ckb": Phrases(
        lines="هاوبەشکردن|بڵاوی بکەرەوە|چاپکردن|گەڕان|سەرەتا|ڕیکلام|لێدوانەکان|فەیسبووک|تویتەر|کۆپی لینک|داگرتن"
        "|چوونەژوورەوە|گەڕانەوە بۆ سەرەوە|پەڕەی سەرەکی|هەواڵ|هەواڵەکان|وێنە|بڵاوی بکەوە|لینک کۆپی بکە|گەورەکردنی نووسین"
        "|کۆتایی هەواڵ|هیچ لێدوانێک نییە|گوێ لە هەواڵەکە بگرە",
        labels="سەرچاوە|بەرواری بڵاوکردنەوە|کۆدی هەواڵ|بابەت|نووسەر|نووسینی|وێنە|تاگ|بەروار|دوایین نوێکردنەوە|بینەر"
        "|ئامادەکردنی|وەرگێڕان|کاتی بڵاوکردنەوە|دوا نوێکردنەوە|ژمارەی بینین|وێنەگر",
        forms="لێدوانێک بنووسە|پۆستی ئەلیکترۆنی|ئیمەیڵەکەت بڵاو ناکرێتەوە|ئەم ماڵپەڕە کوکیز|مافی لەبەرگرتنەوە"
        "|هەموو مافەکان|وەڵامێک بنووسە|بەشداری لە کەناڵی|هەموو مافێکی پارێزراوە",
        teasers="هەواڵی پەیوەندیدار|بابەتی پەیوەندیدار|هەواڵە پەیوەندیدارەکان|زۆرترین بینراو|دوایین هەواڵ"
        "|زیاتر بخوێنەوە|بابەتە پەیوەندیدارەکان|هەروەها بخوێنەوە|پەیوەندیدار|بابەتی هاوشێوە|بابەتە هاوشێوەکان"
        "|زۆرترین خوێنراو",
        more="زیاتر بخوێنەوە|زیاتر|درێژەی هەواڵ|درێژە",
    ),
    "kmr": Phrases(
        lines="parve bike|parve bikin|çap bike|lêgerîn|destpêk|reklam|şîrove|facebook|twitter|têketin|rûpela sereke"
        "|nûçe|wêne|kopî bike|vegere serî|belav bike|nûçe belav bike|lînkê kopî bike|dawiya nûçeyê|şîrove bike"
        "|nûçeye şîrove bike|nûçeya berê û ya piştre",
        labels="çavkanî|dîroka weşanê|koda nûçeyê|nivîskar|wêne|tag|dîrok|hatiye nûkirin|etîket|amadekar|beş"
        "|rojanekirina dawî|dema weşanê|wênekêş|hejmara xwendinê",
        forms="şîroveyekê binivîse|bersivekê binivîse|e-maila we nayê weşandin|ev malper çerezan|hemû mafên"
        "|bibin abone|me bişopînin|ji kerema xwe re şîroveyên xwe",
        teasers="nûçeyên têkildar|herî zêde hatine xwendin|bixwînin|zêdetir bixwîne|nûçeyên dawî|nûçeyên din|têkildar"
        "|nûçeyên eleqedar|nûçeyên girêdayî|herî zêde hatine dîtin",
        more="zêdetir bixwîne|bêtir bixwîne|zêdetir|berdewam bike",
    ),
    "tr": Phrases(
        lines="paylaş|yazdır|yorumlar|yorum yap|reklam|ana sayfa|anasayfa|menü|ara|giriş yap|üye ol|facebook|twitter"
        "|whatsapp|telegram|başa dön|yukarı çık|bağlantıyı kopyala|abone ol|haberler|son dakika|tüm hakları saklıdır"
        "|gönder|takip et|yorum gönder|haberi paylaş"
        "|haberi dinle|sesli dinle|yorum yaz|yorum ekle|yorum yok|henüz yorum yapılmamış|ilk yorumu sen yap"
        "|ilk yorumu siz yapın|linki kopyala|kopyala|kaydet|favorilere ekle|yazı boyutu|hata bildir"
        "|arkadaşına gönder|facebook'ta paylaş|twitter'da paylaş|x'te paylaş|whatsapp'ta paylaş"
        "|whatsapp'tan gönder|google news|google haberler|foto galeri|video galeri|galeri|canlı yayın"
        "|canlı skor|puan durumu|lig tablosu|hava durumu|namaz vakitleri|nöbetçi eczaneler|otomatik oynat"
        "|sıradaki|sıradaki video|reklamı geç|haber sonu|fotoğraflı|orijinal habere git|künye|iletişim"
        "|gizlilik politikası|çerez ayarları|tümünü kabul et|kabul et|yükleniyor|köşe yazarları|tüm yazarlar"
        "|tümünü gör|bildirimleri aç|anasayfaya dön|içeriğe geç|içeriğe atla|önceki haber|sonraki haber",
        labels="kaynak|haber kodu|yayınlanma|yayınlanma tarihi|yayın tarihi|güncelleme|güncellenme tarihi"
        "|son güncelleme"
        "|giriş|giriş tarihi|muhabir|yazar|haber|editör|fotoğraf|foto|etiketler|kategori|okunma|okunma sayısı|tarih"
        "|fotoğraflar|eklenme tarihi"
        "|oluşturulma tarihi|oluşturma tarihi|güncelleme tarihi|güncellenme|son güncellenme"
        "|son güncelleme tarihi|yayımlanma|yayımlanma tarihi|yayınlama|yayınlanma zamanı|ilk yayın|eklenme"
        "|haber kaynağı|haber merkezi|haber no|foto muhabiri|kamera|derleyen|çeviren|hazırlayan|etiket"
        "|anahtar kelimeler|okuma süresi|görüntülenme|kısa link",
        forms="bir yanıt yazın|bir cevap yazın|yorum yazın|e-posta hesabınız yayımlanmayacak"
        "|e-posta adresiniz yayınlanmayacak"
        "|gerekli alanlar|bu site çerez|çerez politikası|sitemizde çerez|daha sonraki yorumlarımda|bizi takip edin"
        "|abone olun|tüm hakları|yorum yapabilmek için|yanıtı iptal et|yasal uyarı"
        "|yorum yazma kuralları|ilk yorum yapan siz olun|bu habere henüz yorum|lütfen yorum yaparken"
        "|uyarı: küfür, hakaret|küfür, hakaret, rencide edici|küfür, hakaret, tehdit içeren"
        "|suç teşkil edecek, yasadışı|türkçe karakter kullanılmayan|yapılan yorumlardan|yazılan yorumlardan"
        "|yorumunuz onaylandıktan sonra|6698 sayılı kişisel verilerin korunması kanunu uyarınca"
        "|sitelerimizde reklam ve pazarlama|bu internet sitesinde çerez|internet sitemizde çerez"
        "|çerezler, kullanıcıların|google news'te abone|google haberler'de abone|whatsapp kanalımıza"
        "|telegram kanalımıza|e-bültenimize|bültenimize abone|son dakika haberlerini anında"
        "|günün diğer haberleri için|bu haber toplam|e-posta adresiniz",
        teasers="ilgili haberler|ilginizi çekebilir|benzer haberler|diğer haberler|ayrıca bakınız|ayrıca okuyun"
        "|çok okunanlar|en çok okunanlar|son haberler|bunlar da ilginizi çekebilir|önerilen haberler|ilgili haber"
        "|bunu da okuyun|sıradaki haber"
        "|bunları da okuyun|bunlara da bakın|ilgili videolar|ilgili içerikler|benzer içerikler|öne çıkanlar"
        "|öne çıkan haberler|günün öne çıkanları|günün manşetleri|manşetler|gözden kaçmasın|okumadan geçmeyin"
        "|editörün seçtikleri|editörün seçimi|sizin için seçtiklerimiz|çok okunan haberler"
        "|en çok okunan haberler|en çok yorumlananlar|popüler haberler|son eklenen haberler"
        "|son dakika haberleri|konuyla ilgili haberler|bu haberler de ilginizi çekebilir"
        "|ilginizi çekebilecek haberler|tavsiye edilen haberler|haber önerileri|diğer başlıklar",
        more="devamını oku|devamı|haberin devamı|devamı için tıklayın|daha fazla|haberin devamı için tıklayınız"
        "|devamını okumak için tıklayın|devamını okumak için tıklayınız|detaylar için tıklayın"
        "|ayrıntılar için tıklayın|haberin detayları için tıklayın|haberin tamamı için tıklayın"
        "|haberin tamamını oku|tamamını oku",
    ),
    "ur": Phrases(
        lines="شیئر کریں|پرنٹ کریں|تلاش|صفحہ اول|اشتہار|تبصرے|فیس بک|ٹوئٹر|واٹس ایپ|مینو|لاگ ان|اوپر جائیں|شیئر"
        "|لنک کاپی کریں|ہوم|سرورق|سبسکرائب کریں|ویڈیو دیکھیں|ای پیپر|رابطہ کریں|ہمارے بارے میں|پرائیویسی پالیسی"
        "|ویب ڈیسک|نیوز ڈیسک|مانیٹرنگ ڈیسک|فوٹو فائل|فائل فوٹو|مزید لوڈ کریں|واپس اوپر جائیں|ٹیلی گرام"
        "|واٹس ایپ پر شیئر کریں|جواب دیں|فیس بک پر شیئر کریں|اپنا تبصرہ بھیجیں",
        labels="ماخذ|ذریعہ|تاریخ اشاعت|شائع|اپ ڈیٹ|آخری اپ ڈیٹ|مصنف|تصویر|ٹیگز|کیٹیگری|تاریخ|خبر نمبر|تحریر|رپورٹ"
        "|فوٹو|بشکریہ|تصویر بشکریہ|موضوعات|ٹیگ|شائع شدہ|آخری بار اپ ڈیٹ|زمرہ|کریڈٹ",
        forms="تبصرہ کریں|آپ کا ای میل ایڈریس شائع نہیں|اپنا تبصرہ|یہ ویب سائٹ کوکیز|جملہ حقوق|ہمیں فالو"
        "|ہمارے واٹس ایپ چینل|اپنا تبصرہ بھیجیں|ضروری خانوں کو|جواب منسوخ|تازہ ترین خبروں کے لیے ہمیں"
        "|ہمیں گوگل نیوز پر فالو|ہمارا یوٹیوب چینل|ہمارے یوٹیوب چینل|ہمارا نیوز لیٹر|تبصرہ کرنے کے لیے لاگ ان",
        teasers="متعلقہ خبریں|یہ بھی پڑھیں|مزید پڑھیں|مزید خبریں|سب سے زیادہ پڑھی|تازہ ترین|متعلقہ مضامین|مزید دیکھیں"
        "|یہ بھی پڑھیے|یہ بھی پڑھئے|مزید پڑھیے|مزید پڑھئے|اسے بھی پڑھیں|متعلقہ پوسٹس|متعلقہ خبر|مقبول ترین|ٹرینڈنگ"
        "|یہ بھی دیکھیں|اہم خبریں|تازہ ترین خبریں|زیادہ پڑھی جانے والی خبریں|ہماری تجویز",
        more="مزید پڑھیں|مزید|مکمل خبر|تفصیل|مزید پڑھیے|مکمل خبر پڑھیں|تفصیلات کے لیے کلک کریں",
    ),
    "fr": Phrases(
        lines="partager|partager cet article|imprimer|publicité|accueil|menu|rechercher|commentaires|aucun commentaire"
        "|connexion|se connecter|facebook|twitter|whatsapp|retour en haut|haut de page|s'abonner|copier le lien"
        "|article suivant|article précédent|aller au contenu|ajouter un commentaire|lire plus tard|écouter l'article"
        "|tous droits réservés|réagir|je m'abonne|déjà abonné|s'identifier|créer un compte|offrir cet article"
        "|ajouter à mes favoris|newsletters|mentions légales|nous contacter"
        "|plan du site|afficher plus|voir plus|tout accepter"
        "|continuer sans accepter|paramétrer les cookies|la suite après la publicité|la suite après cette publicité"
        "|lien copié|envoyer par e-mail|envoyer par mail|version imprimable|contenus sponsorisés|contenu sponsorisé"
        "|article réservé aux abonnés|réservé aux abonnés|partager sur facebook|partager sur twitter"
        "|partager sur whatsapp|photo d'illustration|image d'illustration|voir les commentaires|fil info|fermer",
        labels="source|publié|publié le|mis à jour|mis à jour le|mise à jour|modifié le|auteur|par"
        "|rédaction|photo"
        "|crédit|crédit photo|crédits|mots-clés|tags|étiquettes|catégorie|catégories|temps de lecture|date"
        "|image|légende|crédits photo|photo d'illustration|publié à|dernière mise à jour|propos recueillis par"
        "|écrit par|rédigé par|rubrique|durée de lecture|mot-clé|thèmes|copyright",
        forms="laisser un commentaire|laissez un commentaire|votre adresse e-mail ne sera pas publiée"
        "|votre adresse de messagerie ne sera pas|les champs obligatoires|enregistrer mon nom|ce site utilise"
        "|nous utilisons des cookies|en poursuivant votre navigation|abonnez-vous|suivez-nous|inscrivez-vous"
        "|annuler la réponse|tous droits|connectez-vous pour|vous devez être connecté pour"
        "|vous devez vous connecter pour|les commentaires sont fermés"
        "|nous et nos partenaires|nos partenaires et nous|recevez chaque matin"
        "|recevez chaque jour|recevez nos alertes|recevez notre newsletter|inscription à la newsletter"
        "|rejoignez notre chaîne|rejoignez-nous sur|toute reproduction, même partielle|signaler une erreur"
        "|cet article est réservé aux abonnés|la suite est réservée aux abonnés|pour lire la suite, abonnez"
        "|l'article est apparu en premier|téléchargez l'application|soutenez notre rédaction",
        teasers="lire aussi|à lire aussi|à lire également|articles similaires|articles liés|sur le même sujet"
        "|voir aussi"
        "|les plus lus|à voir aussi|dans la même rubrique|vous aimerez aussi|nos derniers articles|à ne pas manquer"
        "|à lire dans|sur le même thème|dans l'actualité|articles recommandés|les plus partagés|les plus commentés"
        "|plus d'articles|à lire ensuite|notre sélection|autres articles|dernières actualités|ailleurs sur le web"
        "|vous pourriez aimer|l'actualité en continu",
        more="lire la suite|lire plus|en savoir plus|lire l'article|suite|lire l'article complet"
        "|lire la suite de l'article|lire l'intégralité de l'article|cliquez ici pour lire la suite",
    ),
    "es": Phrases(
        lines="compartir|compartir esta noticia|imprimir|publicidad|inicio|menú|buscar|comentarios|sin comentarios"
        "|iniciar sesión|facebook|twitter|whatsapp|volver arriba|suscríbete|copiar enlace|siguiente|anterior"
        "|saltar al contenido|guardar|enviar comentario|escuchar|síguenos|ir al contenido|iniciar la sesión"
        "|crear cuenta|regístrate|suscribirse|suscribirme|hazte socio|boletines|aviso legal|política de privacidad"
        "|política de cookies|aceptar|aceptar todo|rechazar todo"
        "|configurar cookies|ver comentarios|mostrar más|cargar más|copiar link"
        "|enlace copiado|enviar por email|enviar por correo|compartir en facebook|compartir en twitter"
        "|compartir en whatsapp|escuchar artículo|escuchar nota|contenido patrocinado|contenido exclusivo|anuncio"
        "|continúa tras la publicidad|sigue leyendo tras la publicidad|exclusivo para suscriptores|contáctenos"
        "|quiénes somos|últimas noticias|cerrar|imagen de archivo|foto de archivo|noticia en desarrollo",
        labels="fuente|fuentes|publicado|publicado el|actualizado|actualizado el|última actualización|autor|por"
        "|redacción"
        "|foto|fotografía|crédito|etiquetas|categoría|categorías|tiempo de lectura|fecha|imagen|archivado en|temas"
        "|créditos|foto cortesía|cortesía|fotos|crédito de la foto|escrito por|redactado por|publicada el|publicado en"
        "|fecha de publicación|sección|tags|palabras clave|tiempo estimado de lectura|actualizada|editor",
        forms="deja una respuesta|deja un comentario|tu dirección de correo electrónico no será publicada"
        "|los campos obligatorios|guarda mi nombre|este sitio utiliza|este sitio web utiliza|utilizamos cookies"
        "|usamos cookies|suscríbete a|síguenos en|todos los derechos|cancelar respuesta|únete a nuestro"
        "|únete al canal|únase a nuestro canal|tu correo electrónico no será publicado"
        "|su dirección de correo electrónico|debes iniciar sesión para"
        "|debe iniciar sesión para|los comentarios están cerrados|nosotros y nuestros socios"
        "|recibe nuestro boletín|recibe las noticias|recibe en tu correo|suscríbase a|síganos en|síguenos también en"
        "|prohibida la reproducción total|prohibida su reproducción|queda prohibida la reproducción|sigue toda la"
        " información de|consulta aquí las últimas|entérate de más noticias|descarga nuestra app|descarga la app"
        "|al hacer clic en aceptar|si continúa navegando|la entrada se publicó primero en",
        teasers="lea también|lee también|leer también|te puede interesar|también te puede interesar"
        "|noticias relacionadas"
        "|artículos relacionados|entradas relacionadas|relacionadas|relacionado|lo más leído|más noticias|ver también"
        "|le puede interesar|más leídas|no te pierdas|le recomendamos|te recomendamos|le sugerimos leer|lea además"
        "|lea aquí|lee además|lee aquí|mira también|vea también|puede leer|otras noticias|más sobre este tema"
        "|más de esta sección|notas relacionadas|nota relacionada|contenido relacionado|temas relacionados"
        "|también puedes leer|también puede leer|siga leyendo|en otras noticias|lo más visto|más vistas|destacadas",
        more="leer más|seguir leyendo|leer nota completa|continuar leyendo|ver más|más información"
        "|leer noticia completa|leer la nota completa|leer artículo completo|siga leyendo|ver nota completa"
        "|haga clic aquí para leer más",
    ),
    "ru": Phrases(
        lines="поделиться|печать|распечатать|реклама|главная|меню|поиск|комментарии|нет комментариев|войти|вконтакте"
        "|телеграм|наверх|вернуться наверх|подписаться|скопировать ссылку|следующая|предыдущая|на главную|регистрация"
        "|отправить|добавить комментарий|новости|все новости|сообщить об ошибке"
        "|версия для печати|комментировать|оставить отзыв|обсудить|одноклассники|вайбер|дзен|на правах рекламы"
        "|мы в соцсетях|показать ещё|смотреть все|загрузка|свернуть|развернуть|свежие комментарии|предложить новость"
        "|прислать новость|поделиться новостью|слушать новость|полная версия сайта|перейти к содержимому",
        labels="источник|источники|опубликовано|дата публикации|обновлено|изменено|автор|текст|фото|фотограф|теги|метки"
        "|рубрика|категория|просмотров|просмотры|дата|код новости|ссылка|изображение|редактор|время чтения"
        "|сюжет|сюжеты|фото из архива|иллюстрация|корреспондент|подготовил|подготовила|опубликовано в|обновлено в"
        "|время публикации|номер новости|темы",
        forms="добавить комментарий|оставить комментарий|ваш адрес email не будет опубликован|обязательные поля"
        "|сохранить моё имя|сохранить мое имя|этот сайт использует|мы используем|подписывайтесь на|подпишитесь на"
        "|все права защищены|отменить ответ|продолжая использовать|следите за"
        "|читайте нас|присоединяйтесь к нам|подписывайтесь на наш|нашли опечатку|нашли ошибку|если вы заметили ошибку"
        "|если вы нашли ошибку|выделите фрагмент|выделите ошибку|ваш e-mail не будет опубликован|ваш адрес электронной"
        "|на сайте используются cookie|при использовании материалов|при перепечатке|перепечатка материалов"
        "|использование материалов|свидетельство о регистрации сми|больше новостей в нашем|новости в нашем",
        teasers="читайте также|читать также|похожие новости|похожие статьи|по теме|материалы по теме|смотрите также"
        "|ещё по теме|другие новости|самое читаемое|популярное|последние новости|главное за день|рекомендуем|ранее"
        "|новости партнёров|новости по теме|новости сми2|материалы партнёров|ещё новости|самое популярное|сейчас читают"
        "|вам может быть интересно|новости и материалы|лента новостей|выбор редакции|также по теме",
        more="читать далее|подробнее|читать полностью|далее|читать дальше|продолжение|читать полностью на сайте"
        "|читать весь текст",
    ),
}


def entries(field: str) -> frozenset[str]:
    """Every language's entries of one field, folded as lines are before they are compared."""
    return frozenset(folded(entry) for table in TABLES.values() for entry in getattr(table, field).split("|") if entry)
