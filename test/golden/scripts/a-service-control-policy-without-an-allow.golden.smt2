; Is there a request that LEFT allows and RIGHT does not?
; Both sides are scp policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(declare-const |key:aws:requestedregion is present| Bool)
; Documented fact: requestedregion-present
(assert |key:aws:requestedregion is present|)
(declare-const |key:aws:requestedregion| String)
(define-fun let!1 () Bool (not (and |key:aws:requestedregion is present| (= |key:aws:requestedregion| "eu-west-1"))))
; The question
(assert (and let!1 (not let!1) (not (str.in_re $action (re.++ (str.to_re "iam:") re.all)))))
(check-sat)
