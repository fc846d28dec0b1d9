/// Invented customers whose every value is recognisable.
enum Customer {
    static func email(_ number: Int) -> String { "canary.person\(number)@example.com" }

    /// What must not be in any refusal.
    static func values(_ number: Int) -> [String] {
        [
            email(number), "Канарче", "Йорданка", "98876480", "4111111111111111", "canary-edge",
            "canary-s3cret", "Канарска",
        ]
    }

    static func line(_ number: Int) -> String {
        """
        {"ref":"c\(number)","language":"bg","source":"order","records":[\
        {"class":"identity","fields":{"given_name":"Йорданка","family_name":"Канарче","subject_kind":"person",\
        "jurisdiction":"BG","username":"canary\(number)"}},\
        {"class":"contact","fields":{"email":"\(email(number))","phone":"+35988764800\(number % 10)",\
        "postal":{"lines":["ул. Канарска 7"],"city":"Габрово","postcode":"5300","country":"BG"}}},\
        {"class":"payment","ref":"p\(number)","fields":{"pan":"4111111111111111","expiry":"12/30",\
        "holder":"YORDANKA KANARCHE"}},\
        {"class":"device","ref":"d\(number)","fields":{"model":"EX2300","mgmt_address":"10.83.255.\(number % 250)",\
        "hostname":"canary-edge-\(number).net.example","ownership":"provider"}},\
        {"class":"device_access","ref":"a\(number)","device":"d\(number)","fields":{"username":"canaryadmin",\
        "secret":"canary-s3cret-\(number)-zz","allowed_sources":["192.0.2.10/32"],"protocols":["ssh"]}}]}
        """
    }

    static func lines(_ count: Int64) -> String { (1...Int(max(count, 1))).map { line($0) + "\n" }.joined() }
}
