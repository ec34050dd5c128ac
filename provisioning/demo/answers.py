"""What the demo's sample candidate says; spoken by espeak-ng, labelled synthetic."""

from __future__ import annotations

from wire.language import Language

STRONG = {
    Language.EN: (
        "In my second year as an account manager, a long standing client asked for a larger credit "
        "line. Before I said anything, I checked the cash flow statements and the collateral, "
        "and I saw that two invoices to the same buyer had not been paid. That was a warning sign. "
        "I told my manager the same day, and I asked the client openly about the overdue invoices. "
        "Together with the risk department I wrote a plan: we lowered the limit, agreed on monthly "
        "reports, and kept monitoring the account. I documented each decision and followed the "
        "policy. As a result the bank lost nothing, and the client stayed with us."
    ),
    Language.ZH: (
        "去年有一位老客户想提高授信额度。我先核对了他的现金流和抵押物，发现两笔应收账款已经逾期。"
        "我当天就向经理汇报，并且和风险部门一起评估风险，决定降低额度，每个月检查一次账户。"
        "我把每个决定都记录下来，按照制度执行。结果银行没有损失，客户也留了下来。"
    ),
}
"""A strong answer to the first question of the sample job: it names what was done, and why."""

OFF_TOPIC = {
    Language.EN: (
        "Last summer I went hiking in the mountains with my brother. It rained for three days, so "
        "we stayed in a small wooden hut and played cards. On the fourth morning the sun came out, "
        "and we walked to a lake that was still half frozen. We made soup, took some pictures of "
        "the birds, and I slept very well that night."
    ),
    Language.ZH: (
        "去年夏天我和弟弟去山里徒步。连续下了三天雨，我们住在一个小木屋里打牌。"
        "第四天早上太阳出来了，我们走到一个还结着冰的湖边，煮了汤，拍了一些小鸟的照片。"
    ),
}
"""An answer that is well spoken and says nothing about the question."""
