/// Values that are also words of ordinary text.
enum OrdinaryWords {
    /// Accounts that devices are born with; they name nobody.
    static let areAccounts: Set<String> = Set(
        """
        admin administrator root user users guest test info support service operator manager monitor \
        system sysadmin netadmin enable default backup public private cisco ubnt ubuntu debian oracle \
        postgres mysql www-data
        """.split(separator: " ").map { String($0) })

    /// Names that count only where the text writes them with a capital.
    static let areNames: Set<String> = Set(
        """
        will mark bill april june august grace hope faith rose summer price young long banks west best \
        page given case field hall king lane north open park post ready stone street true ward wood work \
        days вера надежда марк любовь слава роман роза мира лада нова нов весна роса майя март май \
        звезда светла сила добрин мила злата радост огнян жемчуг победа воля дамир бахыт бақыт арман \
        дархан мерей асыл нұр дана алма айна жұлдыз бота гүл арай айым
        """.split(separator: " ").map { String($0) })
}
