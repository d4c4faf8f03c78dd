//! A morning at the counter. What happens is told on standard error; the tickets that are left go to standard output, one a
//! line, for the worker to read. A shop of more than one morning keeps them in a database that both programs share.

use ensue::{App, BoxError, Controller, ManualClock};
use shop_events::OrderId;
use shop_web::application;
use shop_web::controllers::{delete_order, get_order, post_order};
use std::io::{self, Write};

fn main() -> Result<(), BoxError> {
    pollster::block_on(morning())
}

async fn morning() -> Result<(), BoxError> {
    let shop = application().clock(ManualClock::default()).build()?;
    let order = |article: &str, address: &str| post_order { article: article.to_owned(), address: address.to_owned() };
    call(&shop, "POST /orders, a teapot to Ada", order("a teapot", "Ada, 1 Hill Street")).await?;
    call(&shop, "POST /orders, a kite to Bob", order("a kite", "Bob, 2 Lake Street")).await?;
    call(&shop, "POST /orders, a lamp to nobody", order("a lamp", "nowhere")).await?;
    call(&shop, "DELETE /orders/2", delete_order { order: OrderId(2) }).await?;
    let state = shop.call(get_order { order: OrderId(2) }).await?.reply.state;
    writeln!(io::stderr(), "\nOrder 2 is {state}. The rest is for the worker.")?;
    hand_over(&shop).await
}

async fn call<K: Controller + 'static>(shop: &App, asked: &str, controller: K) -> io::Result<()> {
    let done = shop.call(controller).await.map_err(io::Error::other)?;
    writeln!(io::stderr(), "\n> {asked}")?;
    done.cascade.to_string().lines().try_for_each(|line| writeln!(io::stderr(), "  {line}"))
}

async fn hand_over(shop: &App) -> Result<(), BoxError> {
    let mut out = io::stdout().lock();
    for ticket in shop.store().tickets().await? {
        writeln!(out, "{}", serde_json::to_string(&ticket.order)?)?;
    }
    Ok(())
}
