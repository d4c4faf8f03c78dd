//! A walk through eight days of the shop. Each step prints what was asked, all that followed, and the answer.

use ensue::{App, BoxError, Cascade, Controller, ManualClock};
use payments::archivers::{Invoice, NewPayment, Payment, Receipt};
use payments::controllers::{get_payment, post_answer, post_capture, post_payment, post_refund, settle_nightly};
use payments::effects::IssueInvoice;
use payments::events::{AuthPendingFraud, InvoiceIssued};
use payments::{Card, Currency, Money, PaymentId, SimulatedMailer, SimulatedProvider, Verdict, application};
use std::io::{self, ErrorKind, StdoutLock, Write};
use std::process::ExitCode;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);

fn main() -> ExitCode {
    match pollster::block_on(walk()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            // Nothing is left to do when this cannot be told either.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn walk() -> Result<(), BoxError> {
    let clock = ManualClock::default();
    let shop = application(SimulatedProvider, SimulatedMailer).clock(clock.clone()).build()?;
    let mut walk = Walk { shop, clock, out: io::stdout().lock(), stories: 0 };
    walk.clock.advance(9 * HOUR);
    writeln!(walk.out, "A shop opens at nine in the morning.")?;

    let paid = walk.a_good_card().await?;
    walk.goods_are_sent(paid).await?;
    walk.goods_come_back(paid).await?;
    let checked = walk.a_card_under_suspicion().await?;
    let refused = walk.a_card_without_money().await?;
    walk.the_night().await?;
    walk.a_week_later().await?;
    walk.the_books(&[paid, checked, refused]).await
}

/// The shop, the clock that it looks at, and where to tell what happens.
struct Walk {
    shop: App,
    clock: ManualClock,
    out: StdoutLock<'static>,
    stories: u32,
}

/// The stories.
impl Walk {
    async fn a_good_card(&mut self) -> Result<PaymentId, BoxError> {
        self.story("A card that is good for the money")?;
        let payment = self.pay("tok_visa", "ada@example.org").await?.0;
        self.tell(
            "The warehouse and the mail server have their own pace. Their work waits as tickets, which run now.",
        )?;
        self.run_due().await?;
        Ok(payment)
    }

    async fn goods_are_sent(&mut self, payment: PaymentId) -> Result<(), BoxError> {
        self.story("The goods are sent, and the shop wants its money")?;
        let amount = euro(49_90);
        self.call("POST /payments/1/captures", post_capture { payment, amount }).await?;
        self.tell("Another program issues the invoices. It asks what is to do, does it, and reports back.")?;
        for invoice in self.shop.outstanding::<IssueInvoice>().await? {
            let number = format!("2020-{:04}", invoice.id.0);
            let issued = InvoiceIssued { payment: invoice.effect.payment, number };
            let done = self.shop.complete(&invoice, issued).await?;
            self.cascade("invoices reports InvoiceIssued", &done.cascade)?;
        }
        Ok(())
    }

    async fn goods_come_back(&mut self, payment: PaymentId) -> Result<(), BoxError> {
        self.story("A part of the goods comes back")?;
        let amount = euro(9_90);
        self.call("POST /payments/1/refunds", post_refund { payment, amount }).await?;
        Ok(())
    }

    async fn a_card_under_suspicion(&mut self) -> Result<PaymentId, BoxError> {
        self.story("A card that the provider wants to look at")?;
        let (payment, asked) = self.pay("tok_strange", "bob@nowhere.example").await?;
        let pending = asked.emitted::<AuthPendingFraud>().next().ok_or("the provider wants no fraud check")?;
        let auth = pending.auth;
        self.tell("Nothing is due: the shipment waits for an answer.")?;
        self.run_due().await?;

        self.clock.advance(5 * HOUR);
        self.tell("Five hours later the provider answers. What follows is what would have followed at once.")?;
        self.call("POST /provider/answers, approved", post_answer { auth, verdict: Verdict::Approved }).await?;
        self.run_due().await?;

        self.tell(
            "The provider answers once more. An authorisation ends once, so this is an error, and nothing follows.",
        )?;
        let verdict = Verdict::Refused("stolen".to_owned());
        if let Err(error) = self.shop.call(post_answer { auth, verdict }).await {
            self.answer(&error.to_string())?;
        }
        Ok(payment)
    }

    async fn a_card_without_money(&mut self) -> Result<PaymentId, BoxError> {
        self.story("A card without money")?;
        let payment = self.pay("tok_no_funds", "cy@example.org").await?.0;
        self.run_due().await?;
        Ok(payment)
    }

    async fn the_night(&mut self) -> Result<(), BoxError> {
        self.story("The night: what was captured is paid out, less what was refunded")?;
        self.clock.advance(12 * HOUR);
        let settlement = self.call("02:00, settle_nightly", settle_nightly {}).await?.0;
        for total in settlement.totals.values() {
            self.answer(&format!("settlement run {} pays {total}", settlement.id))?;
        }
        Ok(())
    }

    async fn a_week_later(&mut self) -> Result<(), BoxError> {
        self.story("A week later: the banks let go of what nobody captured")?;
        self.clock.advance(7 * 24 * HOUR);
        self.run_due().await
    }

    async fn the_books(&mut self, payments: &[PaymentId]) -> Result<(), BoxError> {
        self.story("How it all stands")?;
        for &payment in payments {
            let payment = self.shop.call(get_payment { payment }).await?.reply;
            self.answer(&describe(&payment))?;
        }
        Ok(())
    }
}

/// Their telling.
impl Walk {
    fn story(&mut self, title: &str) -> io::Result<()> {
        self.stories += 1;
        let title = format!("{}. {title}", self.stories);
        writeln!(self.out, "\n{title}\n{}", "=".repeat(title.len()))
    }

    fn tell(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{text}")
    }

    fn answer(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "  => {text}")
    }

    fn cascade(&mut self, asked: &str, cascade: &Cascade) -> io::Result<()> {
        writeln!(self.out, "\n> {asked}")?;
        cascade.to_string().lines().try_for_each(|line| writeln!(self.out, "  {line}"))
    }

    async fn pay(&mut self, card: &str, email: &str) -> Result<(PaymentId, Cascade), BoxError> {
        let new = NewPayment { amount: euro(49_90), card: Card::from(card), email: email.to_owned() };
        let (payment, cascade) =
            self.call(&format!("POST /payments, 49.90 EUR by {card}"), post_payment { new }).await?;
        self.answer(&describe(&payment))?;
        Ok((payment.id, cascade))
    }

    async fn call<K>(&mut self, asked: &str, controller: K) -> Result<(K::Reply, Cascade), BoxError>
    where
        K: Controller + 'static,
    {
        let done = self.shop.call(controller).await?;
        self.cascade(asked, &done.cascade)?;
        Ok((done.reply, done.cascade))
    }

    async fn run_due(&mut self) -> Result<(), BoxError> {
        let report = self.shop.run_due().await?;
        report.ran.iter().try_for_each(|ran| {
            writeln!(self.out)?;
            ran.to_string().lines().try_for_each(|line| writeln!(self.out, "  {line}"))
        })?;
        Ok(())
    }
}

fn euro(cents: i64) -> Money {
    Money::new(cents, Currency::Eur)
}

fn describe(payment: &Payment) -> String {
    let Payment { id, status, amount, captured, refunded, .. } = payment;
    let receipt = match &payment.receipt {
        Receipt::NotSent => "no receipt".to_owned(),
        Receipt::Sent => "receipt sent".to_owned(),
        Receipt::Bounced(reason) => format!("receipt bounced ({reason})"),
    };
    let invoices = payment.invoices.iter().map(|invoice| match invoice {
        Invoice::Issued(number) => format!(", invoice {number}"),
        Invoice::Rejected(reason) => format!(", invoice rejected ({reason})"),
    });
    let invoices: String = invoices.collect();
    format!("payment {id} of {amount} is {status:?}, captured {captured}, refunded {refunded}, {receipt}{invoices}")
}
