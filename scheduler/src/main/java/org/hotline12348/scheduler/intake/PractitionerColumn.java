package org.hotline12348.scheduler.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The columns of an import of practitioners, under the headings people give them. */
enum PractitionerColumn {
    ID("id", "编号", "工号", "账号", "用户名", "username"),
    NAME("name", "姓名", "名字"),
    KIND("kind", "类别", "人员类别", "身份", "类型"),
    FIRM("firm", "执业机构", "律所", "律师事务所", "单位", "所属机构"),
    LICENCE("licence", "执业证号", "执业证", "证号", "license"),
    SPECIALITIES("specialities", "专长", "擅长领域", "业务专长", "specialties"),
    LANGUAGES("languages", "语言", "方言", "语言方言"),
    MOBILE("mobile", "手机", "手机号", "手机号码", "电话", "联系电话", "phone"),
    EMAIL("email", "邮箱", "电子邮箱", "邮件", "e-mail"),
    STANDING("standing", "状态", "在岗状态"),
    AVAILABLE("available", "可值班日", "可值班", "可值班时间", "可值班时段"),
    DISLIKED("disliked", "不愿值班日", "不愿值班", "不便值班日"),
    BALANCE("openingBalance", "期初班次", "已值班次数", "历史班次", "opening balance"),
    SHARE("sharePercent", "班次份额", "份额", "值班份额", "share"),
    PHONES("phones", "话机", "话机类型", "电话种类", "接听方式");

    private final String code;
    private final List<String> headings;

    PractitionerColumn(String code, String... headings) {
        this.code = code;
        this.headings = List.of(headings);
    }

    /** Its name in the interface. */
    String code() {
        return code;
    }

    /** Its first Chinese heading, as the template has it. */
    String heading() {
        return headings.getFirst();
    }

    static Optional<PractitionerColumn> of(String heading) {
        String bare = heading.replaceAll("[\\s\\u3000*（(].*$", "").toLowerCase(Locale.ROOT);
        String whole = heading.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(column -> column.code.toLowerCase(Locale.ROOT).equals(bare)
                        || column.headings.contains(bare)
                        || column.headings.contains(whole))
                .findFirst();
    }
}
