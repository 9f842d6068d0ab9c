package org.hotline12348.scheduler.plan;

/** A rule no plan may break. */
public enum HardRule {
    PRACTITIONERS("没有可排的律师", "there are no practitioners"),
    LOCKED("锁定的班次", "locked duty"),
    ROLE("席位要求的身份", "role of the seat"),
    STANDING("执业状态与在岗期间", "standing and time of service"),
    AVAILABILITY("可值班时间", "availability"),
    LEAVE("请假", "leave"),
    ONE_DUTY_A_DAY("一天最多一班", "one duty a day"),
    MINIMUM_REST("两班之间的最少休息", "minimum rest"),
    MINIMUM_GAP("两班之间的最少间隔天数", "minimum gap"),
    MAXIMUM_PER_MONTH("每月最多班次", "maximum per month");

    private final String chinese;
    private final String english;

    HardRule(String chinese, String english) {
        this.chinese = chinese;
        this.english = english;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }
}
